package dev.nave.e2e.scripted;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A process that speaks MCP over its pipes, used as its client. One process may be used in both eras. Safe for many threads. */
public final class PipeClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final List<byte[]> messages = new ArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private boolean ended;

    private PipeClient(Process process) {
        this.process = process;
    }

    /** Starts the process; what it writes to standard error goes where the tests' own goes. */
    public static PipeClient start(List<String> command, Path directory) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        PipeClient client = new PipeClient(process);
        Thread.ofPlatform().daemon().name("reads a hub on stdio").start(client::read);
        return client;
    }

    /** The process as a client of one era; a legacy one is opened at once. */
    public Client in(Script.Era era) throws IOException, InterruptedException {
        InEra client = new InEra(era);
        if (era == Script.Era.LEGACY) {
            client.exchange(Messages.initialize(client.freshId(), "{}"));
            write(Messages.initialized());
        }
        return client;
    }

    /** Writes one line, which may be no message. */
    public void write(byte[] line) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(line);
        whole.write('\n');
        synchronized (process) {
            process.getOutputStream().write(whole.toByteArray());
            process.getOutputStream().flush();
        }
    }

    /** Waits for a message that fits and takes it away. */
    public synchronized byte[] await(Predicate<Spelled> fits) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            for (byte[] message : messages) {
                if (fits.test(Spelled.of(message))) {
                    messages.remove(message);
                    return message;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (ended || left <= 0) {
                throw new IOException((ended ? "The process ended" : "It did not answer in time") + "; it said "
                        + messages.stream().map(Spelled::of).toList());
            }
            wait(left);
        }
    }

    /** The process itself. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Closes standard input, at which the process ends. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("The process did not end within 30 s of the end of its input");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (InputStream input = process.getInputStream()) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            byte[] buffer = new byte[64 << 10];
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    if (buffer[i] != '\n') {
                        line.write(buffer[i]);
                        continue;
                    }
                    keep(line.toByteArray());
                    line.reset();
                }
            }
        } catch (IOException e) {
            // It ended.
        } finally {
            end();
        }
    }

    private synchronized void keep(byte[] message) {
        messages.add(message);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    private final class InEra implements Client {
        private final Script.Era era;

        private InEra(Script.Era era) {
            this.era = era;
        }

        @Override
        public Script.Era era() {
            return era;
        }

        @Override
        public String freshId() {
            return Integer.toString(ids.incrementAndGet());
        }

        @Override
        public byte[] exchange(byte[] request) throws IOException, InterruptedException {
            var id = Spelled.of(request).at("id").orElseThrow().tokens();
            write(request);
            return await(message -> message.at("method").isEmpty()
                    && message.at("id").map(Spelled::tokens).filter(id::equals).isPresent());
        }

        @Override
        public void close() {}
    }
}
