package dev.nave.app.terminal;

import java.util.Map;

/**
 * What a stream of this process is connected to.
 *
 * @param width how many columns a line has; 0 when it is no terminal, so that programs get all there is
 * @param colour whether colours are wanted
 */
public record Terminal(int width, boolean colour) {
    /** A file or a pipe. */
    public static final Terminal NONE = new Terminal(0, false);

    private static final int USUAL = 80;

    /** Standard output. */
    public static Terminal out() {
        return of(Tty.OUT, System.getenv());
    }

    /** Standard error. */
    public static Terminal err() {
        return of(Tty.ERR, System.getenv());
    }

    private static Terminal of(int stream, Map<String, String> environment) {
        boolean there = Tty.isTerminal(stream);
        return of(there, there ? Tty.columns(stream) : 0, environment);
    }

    /**
     * A terminal as the environment has it: {@code COLUMNS} goes before what the terminal says, {@code NO_COLOR} before
     * all else, {@code CLICOLOR_FORCE} before a stream that is no terminal and {@code TERM=dumb}.
     *
     * @param columns as the terminal says; 0 when it does not
     */
    static Terminal of(boolean there, int columns, Map<String, String> environment) {
        return new Terminal(there ? width(columns, environment) : 0, colour(there, environment));
    }

    private static int width(int columns, Map<String, String> environment) {
        String wanted = environment.getOrDefault("COLUMNS", "");
        if (wanted.matches("[1-9]\\d{0,3}")) {
            return Integer.parseInt(wanted);
        }
        return columns > 0 ? columns : USUAL;
    }

    private static boolean colour(boolean there, Map<String, String> environment) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        String forced = environment.getOrDefault("CLICOLOR_FORCE", "");
        if (!forced.isEmpty() && !forced.equals("0")) {
            return true;
        }
        return there && !isDumb(environment);
    }

    private static boolean isDumb(Map<String, String> environment) {
        return environment.getOrDefault("TERM", "").equals("dumb");
    }

    public boolean isThere() {
        return width > 0;
    }

    /** Whether a line can be written over, as one that turns while something is waited for. */
    boolean canRewrite() {
        return isThere() && !isDumb(System.getenv());
    }

    /** The text in a colour, where colours are wanted. */
    public String in(Colour shade, String text) {
        return colour && !text.isEmpty() ? shade.over(text) : text;
    }

    /** What others wrote, as far as it may be shown here: a terminal is not steered by it. */
    public String shown(String text) {
        return isThere() ? Characters.harmless(text) : text;
    }
}
