package dev.nave.transport.child;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A program run to its end for what it answers, without input. */
public final class Errand {
    private static final int MOST = 1 << 20;
    private static final Duration READING = Duration.ofSeconds(5);

    private Errand() {}

    /**
     * Runs it and waits; an interrupt ends it.
     *
     * @param line a program by its path, and its arguments
     * @param environment all of it
     * @throws IOException when it cannot be started or takes longer than {@code patience}; the text is for people and
     *     holds no argument
     */
    public static Answer run(List<String> line, Map<String, String> environment, Duration patience)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(line).redirectInput(nothing());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = start(builder, line.getFirst());
        try {
            Gathering out = Gathering.of(process.getInputStream(), "errand-out");
            Gathering errors = Gathering.of(process.getErrorStream(), "errand-err");
            if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException(line.getFirst() + " did not end within " + patience.toSeconds() + " s");
            }
            return new Answer(process.exitValue(), out.text(), errors.text());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Runs it for what it does; whether it ended with 0 in time. */
    static boolean isDone(List<String> line, Map<String, String> environment, Duration patience)
            throws InterruptedException {
        try {
            return run(line, environment, patience).code() == 0;
        } catch (IOException failed) {
            return false;
        }
    }

    private static File nothing() {
        return new File(Program.isWindows() ? "NUL" : "/dev/null");
    }

    private static Process start(ProcessBuilder builder, String program) throws IOException {
        try {
            return builder.start();
        } catch (IOException | IllegalArgumentException failed) {
            // The system's text holds the whole command line.
            throw new IOException("cannot run " + program + ": the system refused");
        }
    }

    /**
     * How it ended.
     *
     * @param out what it wrote, up to 1 MiB
     * @param errors what it wrote to its stderr, up to 1 MiB
     */
    public record Answer(int code, String out, String errors) {
        /** The last line of stderr that says something, else that of what it wrote. */
        public String lastLine() {
            return last(errors.isBlank() ? out : errors);
        }

        private static String last(String text) {
            return text.strip().lines().reduce("", (before, line) -> line).strip();
        }
    }

    /** Reads one stream on a platform thread, for a virtual one would hold its carrier. */
    private static final class Gathering {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CountDownLatch ended = new CountDownLatch(1);

        static Gathering of(InputStream stream, String name) {
            Gathering gathering = new Gathering();
            Thread.ofPlatform().daemon().name(name).start(() -> gathering.read(stream));
            return gathering;
        }

        private void read(InputStream stream) {
            byte[] buffer = new byte[8192];
            try (stream) {
                for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                    keep(buffer, read);
                }
            } catch (IOException broken) {
                // What came before is the answer.
            } finally {
                ended.countDown();
            }
        }

        /** What is beyond the bound is read all the same, or the program would wait for a reader. */
        private synchronized void keep(byte[] buffer, int read) {
            bytes.write(buffer, 0, Math.min(read, MOST - bytes.size()));
        }

        String text() throws InterruptedException {
            boolean _ = ended.await(READING.toNanos(), TimeUnit.NANOSECONDS);
            synchronized (this) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
        }
    }
}
