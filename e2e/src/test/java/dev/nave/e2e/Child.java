package dev.nave.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A child process of a test. Standard output and standard error are read together by a platform thread that ends with
 * them; the last lines are kept for messages. Closing kills the child and what it started, and waits for its end.
 */
public final class Child implements AutoCloseable {
    private static final int KEPT_LINES = 400;

    private final Process process;
    private final String name;
    private final Deque<String> lines = new ArrayDeque<>();
    private boolean ended;

    private Child(Process process, String name) {
        this.process = process;
        this.name = name;
    }

    /** Starts a command; its standard input stays open until the child is closed. */
    public static Child start(String name, List<String> command, Map<String, String> environment, Path directory) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Child child = new Child(builder.start(), name);
            Thread.ofPlatform().daemon().name("reads " + name).start(child::read);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name + ": " + command, e);
        }
    }

    /**
     * Waits for a line that holds the pattern, looking at earlier lines too.
     *
     * @throws AssertionError with what the child said, if it ends or the time is over before
     */
    public MatchResult awaitLine(Pattern pattern, Duration patience) throws InterruptedException {
        return awaitLine(pattern, patience, 1);
    }

    /** As above, for the line that is the given one of those that hold the pattern, beginning with 1. */
    public synchronized MatchResult awaitLine(Pattern pattern, Duration patience, int which)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            int found = 0;
            for (String line : lines) {
                var matcher = pattern.matcher(line);
                if (matcher.find() && ++found == which) {
                    return matcher.toMatchResult();
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (ended || left <= 0) {
                throw new AssertionError("%s %s a line with '%s'; it said:%n%s"
                        .formatted(name, ended ? "ended without" : "did not say in time", pattern, output()));
            }
            wait(left);
        }
    }

    /** Writes a line to the child's standard input. */
    public void tell(String line) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
    }

    /** Waits for the end of the child and gives its exit code. */
    public int awaitEnd(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("%s did not end within %s; it said:%n%s".formatted(name, patience, output()));
        }
        synchronized (this) {
            while (!ended) {
                wait();
            }
        }
        return process.exitValue();
    }

    /** The last lines the child said. */
    public synchronized String output() {
        return String.join("\n", lines);
    }

    /** The process itself. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        started.forEach(ProcessHandle::destroyForcibly);
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                keep(line);
            }
        } catch (IOException e) {
            keep("(output broken off: " + e.getMessage() + ")");
        } finally {
            end();
        }
    }

    private synchronized void keep(String line) {
        if (lines.size() == KEPT_LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}
