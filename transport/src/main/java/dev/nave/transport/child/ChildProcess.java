package dev.nave.transport.child;

import dev.nave.transport.pipe.LineReader;
import dev.nave.transport.pipe.LineReader.Line;
import dev.nave.transport.pipe.LineWriter;
import dev.nave.transport.pipe.OrderedReader;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A child process, one JSON text a line on its stdin and stdout. Started by a {@link Nursery}. Three platform threads read,
 * write and drain stderr; a virtual thread waits for the end. What the child writes on stdout that cannot be a message is
 * kept with its stderr and goes no further.
 */
public final class ChildProcess implements Pipe {
    /** How long after the exit what is still in the pipe may take to be read, or after the end of stdout the exit. */
    private static final Duration REST = Duration.ofMillis(500);

    /** How long a reader may take over what is left in the pipe once nobody holds it any more. */
    private static final Duration UNREAD = Duration.ofSeconds(10);

    private final Process process;
    private final ProcessTree tree;
    private final String name;
    private final ChildOptions options;
    private final Custody.Meaning meaning;
    private final OrderedReader reader;
    private final LineWriter writer;
    private final ErrorLog errors;
    private final CountDownLatch outRead = new CountDownLatch(1);
    private final CountDownLatch errorsRead = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final AtomicBoolean stopping = new AtomicBoolean();
    /** Why this side stops it; written before {@link #stopping} is set. */
    private volatile String reason = "it was stopped";
    // Written by the thread that waits for the end.
    private volatile boolean inOrder;

    /** Takes over a process just started. */
    ChildProcess(
            Process process, ProcessTree tree, String name, ChildOptions options, ChildCommand command, Reader reader) {
        this.process = process;
        this.tree = tree;
        this.name = name;
        this.options = options;
        this.meaning = command.custody().meaning();
        this.reader = new OrderedReader(reader);
        this.errors = new ErrorLog(options.errorBytes(), command.shown(), options.heard());
        this.writer = new LineWriter(
                name + "-in",
                process.getOutputStream(),
                options.unreadBytes(),
                options.write(),
                () -> stopUnlessItEnds("it closed its input"));
    }

    /**
     * Begins to read.
     *
     * @param afterwards runs once nothing is left of the process, before anyone is told that it has ended for good
     */
    void begin(Runnable afterwards) {
        Thread.ofPlatform().daemon().name(name + "-out").start(this::read);
        Thread.ofPlatform().daemon().name(name + "-err").start(this::readErrors);
        Thread.ofVirtual().name(name + "-end").start(() -> {
            try {
                awaitExit();
            } finally {
                afterwards.run();
                gone.countDown();
            }
        });
    }

    @Override
    public void send(byte[] message) throws IOException {
        writer.send(message);
    }

    /**
     * Begins to stop the child and returns at once: closes its input, waits, asks its whole tree with TERM, waits, then
     * kills the tree. See {@link #awaitEnd}.
     */
    @Override
    public void close() {
        stop("it was stopped");
    }

    /** Waits until the process and all it started are gone, and the reader was told; false when the wait ends first. */
    public boolean awaitEnd(Duration wait) throws InterruptedException {
        return gone.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    public long pid() {
        return process.pid();
    }

    /** Whether it ended by itself, with exit code 0; false while it runs. Known before the reader is told of the end. */
    public boolean endedInOrder() {
        return inOrder;
    }

    /** The last line of stderr, or of junk on stdout, that says something. */
    public Optional<String> lastErrorLine() {
        return errors.last();
    }

    /** What is kept of stderr and of junk on stdout, the oldest first. */
    public List<String> errorLog() {
        return errors.lines();
    }

    private void read() {
        try {
            LineReader lines = new LineReader(process.getInputStream(), options.lineBytes());
            for (Line line = lines.next(); line != null; line = lines.next()) {
                switch (line) {
                    case Line.Whole whole -> take(whole.text());
                    case Line.TooLarge large -> {
                        errors.add("(stdout) a line of " + large.bytes() + " bytes was skipped, " + options.lineBytes()
                                + " are allowed");
                        reader.tooLarge(large.start(), large.end(), large.bytes());
                    }
                }
            }
        } catch (IOException broken) {
            errors.add("(stdout) " + broken.getMessage());
        } finally {
            outRead.countDown();
        }
        stopUnlessItEnds("it closed its output");
    }

    /** A child that keeps only one of its pipes is of no use; one that closed it by ending says so better itself. */
    private void stopUnlessItEnds(String why) {
        try {
            if (!process.waitFor(REST.toMillis(), TimeUnit.MILLISECONDS)) {
                stop(why);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(byte[] line) {
        int start = 0;
        if (line.length >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF) {
            start = 3;
        }
        int first = start;
        while (first < line.length && (line[first] == ' ' || line[first] == '\t' || line[first] == '\r')) {
            first++;
        }
        if (first == line.length) {
            return;
        }
        if (line[first] == '{' || line[first] == '[') {
            reader.message(start == 0 ? line : Arrays.copyOfRange(line, start, line.length));
            return;
        }
        int end = Math.min(line.length, first + ErrorLog.LINE_BYTES);
        errors.add("(stdout) " + new String(line, first, end - first, StandardCharsets.UTF_8));
    }

    private void readErrors() {
        try {
            LineReader lines = new LineReader(process.getErrorStream(), ErrorLog.LINE_BYTES);
            for (Line line = lines.next(); line != null; line = lines.next()) {
                switch (line) {
                    case Line.Whole whole -> errors.add(whole.text());
                    case Line.TooLarge large -> errors.add(large.start());
                }
            }
        } catch (IOException broken) {
            errors.add("(stderr) " + broken.getMessage());
        } finally {
            errorsRead.countDown();
        }
    }

    private void stop(String why) {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        reason = why;
        writer.finish("The process is being stopped");
        Thread.ofVirtual().name(name + "-stop").start(() -> {
            try {
                endInSteps();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void endInSteps() throws InterruptedException {
        tree.remember();
        if (ends()) {
            return;
        }
        tree.terminate();
        if (ends()) {
            return;
        }
        tree.kill();
    }

    private boolean ends() throws InterruptedException {
        return process.waitFor(options.stop().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void awaitExit() {
        try {
            int code = process.waitFor();
            if (!outRead.await(REST.toNanos(), TimeUnit.NANOSECONDS)) {
                // Something it started holds the pipe, and would for as long as it lives.
                tree.kill();
                outRead.await(UNREAD.toNanos(), TimeUnit.NANOSECONDS);
            }
            errorsRead.await(REST.toNanos(), TimeUnit.NANOSECONDS);
            writer.abandon("The process has ended");
            inOrder = code == 0 && !stopping.get();
            reader.closed(
                    stopping.get() ? reason : meaning.of(code, errors.lines()).orElseGet(() -> describe(code)));
            tree.clean(options.stop());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String describe(int code) {
        if (code > 128 && code < 192) {
            return "it was killed by signal " + (code - 128);
        }
        return "it exited with code " + code;
    }
}
