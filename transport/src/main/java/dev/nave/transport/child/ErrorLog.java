package dev.nave.transport.child;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The last lines of a child's stderr, and of what it wrote on stdout that is no message. Safe for many threads. */
final class ErrorLog {
    static final int LINE_BYTES = 4096;

    private final int most;
    private final UnaryOperator<String> shown;
    private final Consumer<String> heard;
    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private long characters;

    /**
     * @param shown what is kept of a line
     * @param heard told of it
     */
    ErrorLog(int most, UnaryOperator<String> shown, Consumer<String> heard) {
        this.most = most;
        this.shown = shown;
        this.heard = heard;
    }

    void add(byte[] line) {
        int length = Math.min(line.length, LINE_BYTES);
        // Half a character at the end would hide that what stands before it is the beginning of a secret.
        String text = new String(line, 0, length, StandardCharsets.UTF_8).replaceFirst("\uFFFD+$", "");
        take(shown.apply(text) + (length < line.length ? "…" : ""));
    }

    void add(String line) {
        take(shown.apply(line));
    }

    private void take(String line) {
        keep(line);
        heard.accept(line);
    }

    private synchronized void keep(String line) {
        lines.add(line);
        characters += line.length() + 1;
        while (characters > most && lines.size() > 1) {
            characters -= lines.remove().length() + 1;
        }
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** The last line that says something. */
    synchronized Optional<String> last() {
        return lines.reversed().stream().filter(line -> !line.isBlank()).findFirst();
    }
}
