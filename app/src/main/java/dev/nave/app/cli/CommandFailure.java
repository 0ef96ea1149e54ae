package dev.nave.app.cli;

/** A command cannot do what it was asked; its text is for the person at the keyboard, a line and a hint. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** It was understood and tried, and failed. */
    public static final int FAILED = 1;

    /** Wrong usage or a wrong configuration: nothing was tried. */
    public static final int WRONG = 2;

    private final int exitCode;

    private CommandFailure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    public static CommandFailure failed(String message) {
        return new CommandFailure(message, FAILED);
    }

    public static CommandFailure wrong(String message) {
        return new CommandFailure(message, WRONG);
    }

    public int exitCode() {
        return exitCode;
    }
}
