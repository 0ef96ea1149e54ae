package dev.nave.app.join;

import dev.nave.app.cli.Version;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is said on both sides before the messages begin: one line from who comes, one from the hub. */
final class Greeting {
    /** How long either side waits for the other's line. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String HELLO = "nave-join 1 ";
    private static final String WELCOME = "welcome ";
    private static final String LEAVING = "leaving";
    private static final String NO = "no ";
    private static final int LONGEST_LINE = 64 << 10;

    private Greeting() {}

    /** What the hub answers. */
    sealed interface Answer {
        /**
         * Messages may follow.
         *
         * @param process of the hub
         * @param log of the hub, for people
         */
        record Welcome(long process, String log) implements Answer {}

        /** It ends: there is room for another. */
        record Leaving() implements Answer {}

        /**
         * @param reason to follow "the hub that runs ", for people
         */
        record No(String reason) implements Answer {}
    }

    static byte[] hello(Standing standing) {
        return bytes(HELLO + program() + " " + standing.line());
    }

    /** Reads the first line of whoever came; empty when it is no greeting of this very program. */
    static Optional<Standing> heard(InputStream in) throws IOException {
        String line = line(in);
        String expected = HELLO + program() + " ";
        try {
            return line.startsWith(expected)
                    ? Optional.of(Standing.parse(line.substring(expected.length())))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static byte[] answer(Answer answer) {
        return bytes(
                switch (answer) {
                    case Answer.Welcome(long process, String log) -> WELCOME + process + " " + log;
                    case Answer.Leaving() -> LEAVING;
                    case Answer.No(String reason) -> NO + reason;
                });
    }

    /** Reads the hub's answer; one that ended before it gave one is leaving. */
    static Answer answered(InputStream in) throws IOException {
        String line = line(in);
        String[] words = line.split(" ", 3);
        if (line.startsWith(WELCOME) && words.length == 3 && words[1].matches("[0-9]{1,18}")) {
            return new Answer.Welcome(Long.parseLong(words[1]), words[2]);
        }
        if (line.startsWith(NO)) {
            return new Answer.No(line.substring(NO.length()));
        }
        return line.equals(LEAVING) || line.isEmpty()
                ? new Answer.Leaving()
                : new Answer.No("answers in words unknown to this version");
    }

    /** Closes a channel on which no line comes in time, until it is closed itself. */
    static final class Deadline implements AutoCloseable {
        private final Thread late;

        Deadline(SocketChannel channel) {
            late = Thread.ofPlatform().daemon().name("greeting").start(() -> {
                try {
                    Thread.sleep(PATIENCE);
                    channel.close();
                } catch (InterruptedException | IOException greeted) {
                    // In time, or gone.
                }
            });
        }

        @Override
        public void close() {
            late.interrupt();
        }
    }

    private static byte[] bytes(String line) {
        return (line.replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Byte by byte, so that nothing of what follows is taken. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n' && line.length() < LONGEST_LINE; next = in.read()) {
            line.append((char) next);
        }
        return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** This very build of the program: another one is not joined, since it may do otherwise. */
    private static String program() {
        return Version.TEXT + "-" + built();
    }

    private static String built() {
        try {
            @Nullable CodeSource source = Greeting.class.getProtectionDomain().getCodeSource();
            if (source == null) {
                return "0";
            }
            Path code = Path.of(source.getLocation().toURI());
            return Long.toString(Files.getLastModifiedTime(code).toMillis());
        } catch (IOException | URISyntaxException | RuntimeException e) {
            return "0";
        }
    }
}
