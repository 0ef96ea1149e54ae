package dev.nave.transport.child;

import java.util.Collection;
import java.util.stream.Collectors;

/** Texts for a POSIX shell (XCU 2.2.2). For where a shell cannot be avoided: nothing else may hand it text. */
public final class PosixShell {
    private PosixShell() {}

    /**
     * One word that a POSIX shell takes for exactly this text.
     *
     * @throws IllegalArgumentException when there is a NUL in it, which no program can be given
     */
    public static String quoted(String text) {
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException("Expected a text without NUL, which no program can be given.");
        }
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** A command of these words. */
    public static String line(Collection<String> words) {
        return words.stream().map(PosixShell::quoted).collect(Collectors.joining(" "));
    }
}
