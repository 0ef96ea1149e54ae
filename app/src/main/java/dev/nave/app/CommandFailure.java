package dev.nave.app;

/** A command cannot do what it was asked; its text is for the person at the keyboard, a line and a hint. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** It was understood and tried, and failed. */
    static final int FAILED = 1;

    /** Wrong usage or a wrong configuration: nothing was tried. */
    static final int WRONG = 2;

    private final int exitCode;

    private CommandFailure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    static CommandFailure failed(String message) {
        return new CommandFailure(message, FAILED);
    }

    static CommandFailure wrong(String message) {
        return new CommandFailure(message, WRONG);
    }

    int exitCode() {
        return exitCode;
    }
}
