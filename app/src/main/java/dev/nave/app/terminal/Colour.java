package dev.nave.app.terminal;

/** The colours of the terminal's own palette, so that what a person has chosen there is what they see. */
public enum Colour {
    BOLD(1),
    DIM(2),
    RED(31),
    GREEN(32),
    YELLOW(33),
    BLUE(34),
    MAGENTA(35),
    CYAN(36);

    private final int code;

    Colour(int code) {
        this.code = code;
    }

    /** The text in this colour, and what follows as before. */
    String over(String text) {
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
