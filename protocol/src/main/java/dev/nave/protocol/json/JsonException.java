package dev.nave.protocol.json;

/** A text is not JSON (RFC 8259), is not UTF-8, or breaks a {@linkplain JsonLimits bound}. */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    JsonException(String problem, int offset) {
        super(problem + " at byte " + offset);
        this.offset = offset;
    }

    /** Where the problem is, in bytes from the start of the text. */
    public int offset() {
        return offset;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this; // An expected outcome of hostile input; the offset says more than the stack.
    }
}
