package dev.nave.guard.tool;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program on the {@code PATH}. Secrets go to it on its standard input and never as arguments, which others can see. */
public final class Tool {
    private static final int MOST = 1 << 20;
    /** Nave's own, which no tool needs. */
    private static final Set<String> OWN = Set.of("NAVE_MASTER_KEY", "NAVE_MASTER_KEY_NEXT", "NAVE_KEY");

    private final String name;
    private final Map<String, String> environment;
    private final Duration patience;

    /**
     * @param name of the program, found on the {@code PATH} of the environment
     * @param patience how long a run may take before it is ended
     */
    public Tool(String name, Map<String, String> environment, Duration patience) {
        this.name = name;
        this.environment = environment;
        this.patience = patience;
    }

    /** Whether there is such a program. */
    public boolean isThere() {
        return find().isPresent();
    }

    /** Looked for here, because Java would look on the path of this process. */
    private Optional<Path> find() {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Runs it to its end and waits.
     *
     * @param input what it reads
     * @throws IOException when there is no such program, or it takes too long or says too much; the text is for people
     */
    public Result run(byte[] input, String... arguments) throws IOException, InterruptedException {
        Path program =
                find().orElseThrow(() -> new IOException("there is no program '" + name + "' on the PATH: install it"));
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().keySet().removeAll(OWN);
        Process process = builder.start();
        try {
            Gathering out = Gathering.of(process.getInputStream(), name + "-out");
            Gathering errors = Gathering.of(process.getErrorStream(), name + "-err");
            feed(process, input);
            if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("'" + name + "' did not end within " + patience.toSeconds()
                        + " s: does it wait for a password or an unlocked keyring?");
            }
            return new Result(process.exitValue(), out.bytes(patience), errors.text(patience));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void feed(Process process, byte[] input) {
        // The input of these tools fits the buffer of a pipe, so this never waits for them to read.
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException _) {
            // It did not want to know; its exit code says how it went.
        }
    }

    /**
     * How a run ended.
     *
     * @param out what it wrote, which may be a secret: the caller's to wipe
     * @param errors what it wrote to its standard error, shortened to one line
     */
    public record Result(int code, byte[] out, String errors) {
        @Override
        public String toString() {
            return "Result[" + code + ", " + out.length + " bytes]";
        }
    }

    /** Reads one stream on a platform thread, for a virtual one would hold its carrier. */
    private static final class Gathering {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean whole;

        static Gathering of(InputStream stream, String name) {
            Gathering gathering = new Gathering();
            Thread.ofPlatform().daemon().name(name).start(() -> gathering.read(stream));
            return gathering;
        }

        private void read(InputStream stream) {
            try (stream) {
                byte[] read = stream.readNBytes(MOST + 1);
                bytes.writeBytes(read);
                whole = read.length <= MOST;
            } catch (IOException _) {
                whole = false;
            } finally {
                ended.countDown();
            }
        }

        byte[] bytes(Duration patience) throws IOException, InterruptedException {
            if (!ended.await(patience.toNanos(), TimeUnit.NANOSECONDS) || !whole) {
                throw new IOException("its output could not be read whole: at most " + MOST + " bytes are taken");
            }
            return bytes.toByteArray();
        }

        String text(Duration patience) throws IOException, InterruptedException {
            String text = new String(bytes(patience), StandardCharsets.UTF_8)
                    .replaceAll("\\s+", " ")
                    .strip();
            return text.length() <= 200 ? text : text.substring(0, 200) + "…";
        }
    }
}
