package dev.nave.clients.file;

/** A document cannot be read, or cannot be edited without touching what was not named. Nothing was changed. */
public final class DocumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    DocumentException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /** About a document as a whole. */
    public static DocumentException of(String message) {
        return new DocumentException(message, 0, 0);
    }

    static DocumentException at(String text, int offset, String message) {
        Lines lines = Lines.of(text);
        return new DocumentException(message, lines.line(offset), lines.column(offset));
    }

    /** From 1; 0 for the document as a whole. */
    public int line() {
        return line;
    }

    /** From 1, in characters; 0 for the line or the document as a whole. */
    public int column() {
        return column;
    }

    /** {@code FILE:LINE:COLUMN: TEXT}, the form editors and terminals make a link of. */
    public String in(Object file) {
        return (line == 0 ? file + ": " : file + ":" + line + ":" + column + ": ") + getMessage();
    }
}
