package dev.nave.transport.child;

import dev.nave.transport.pipe.Pipe;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts child processes and sees that none is left, neither after {@link #close} nor after a {@code kill -9} of this
 * process. One for each hub.
 *
 * <p>Each child runs in a session of its own where the system has {@code setsid} or Perl. It inherits {@code PATH},
 * {@code HOME}, {@code USER}, {@code LOGNAME}, {@code SHELL}, {@code TERM}, {@code LANG}, {@code LC_*}, {@code TZ},
 * {@code TMPDIR}, {@code XDG_*}, {@code JAVA_HOME}, the proxies ({@code HTTP_PROXY}, {@code HTTPS_PROXY},
 * {@code NO_PROXY}, {@code ALL_PROXY}, in either case), the certificates ({@code SSL_CERT_FILE}, {@code SSL_CERT_DIR},
 * {@code NODE_EXTRA_CA_CERTS}, {@code REQUESTS_CA_BUNDLE}, {@code CURL_CA_BUNDLE}), on Windows what programs there need to
 * start, and what its command names; besides, {@code NAVE_CHILD} marks it and whatever it starts.
 */
public final class Nursery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Nursery.class);
    private static final Duration BESIDES_STOPPING = Duration.ofSeconds(10);
    /** How long the program that clears away what a child left may take. */
    private static final Duration CLEANUP = Duration.ofSeconds(15);

    private final Map<String, String> own;
    private final Mark mark;
    private final Census census;
    private final Optional<Watchdog> watchdog;
    private final Launcher launcher = new Launcher();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<ChildProcess, ChildOptions> living = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Nursery(Map<String, String> own, Mark mark, Optional<Watchdog> watchdog) {
        this.own = own;
        this.mark = mark;
        this.census = new Census(mark.all());
        this.watchdog = watchdog;
    }

    /**
     * Ends what hubs that are gone left behind, and sets the watchdog.
     *
     * @param random makes the mark
     * @param environment of this process
     */
    public static Nursery open(RandomGenerator random, Map<String, String> environment) {
        Mark mark = Mark.of(random);
        Optional<Watchdog> watchdog = Watchdog.start(mark, environment);
        if (watchdog.isEmpty()) {
            LOG.warn("No watchdog here: should Nave be killed, its children must notice by the end of their input");
        }
        Set<ProcessHandle> orphans = Sweep.find(Mark::isOrphan);
        if (!orphans.isEmpty()) {
            LOG.warn("Ending {} processes that a hub which is gone left behind", orphans.size());
            orphans.forEach(ProcessHandle::destroyForcibly);
        }
        return new Nursery(environment, mark, watchdog);
    }

    /**
     * Starts a child. Blocks for some milliseconds.
     *
     * @param reader told on threads of the child; may be called before this returns
     * @throws IOException when there is no such program or it cannot be started; with what to do
     */
    public ChildProcess start(ChildCommand command, ChildOptions options, Pipe.Reader reader) throws IOException {
        if (closed.get()) {
            throw new IOException("Cannot start " + command.program() + ": Nave is stopping");
        }
        long number = numbers.incrementAndGet();
        Map<String, String> environment = new TreeMap<>(inherited());
        environment.putAll(command.environment());
        environment.put(Mark.VARIABLE, mark.forChild(number, own.get(Mark.VARIABLE)));
        List<String> line = new ArrayList<>();
        line.add(Program.find(command.program(), environment, command.directory())
                .toString());
        line.addAll(command.arguments());

        ProcessBuilder builder = new ProcessBuilder(OwnSession.wrap(line, own));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.directory(directory(command));
        boolean leaves = !command.custody().cleanup().isEmpty();
        if (leaves) {
            watchdog.ifPresent(dog -> dog.remember(number, command.custody().cleanup()));
        }
        Process process;
        try {
            process = command.custody().tied()
                    ? launcher.launch(() -> launch(builder, command))
                    : launch(builder, command);
        } catch (IOException refused) {
            if (leaves) {
                cleanUp(number, command.custody().cleanup());
            }
            throw refused;
        }
        ProcessTree tree = new ProcessTree(process.toHandle(), census, mark.child(number));
        String name = "child-" + number + "-" + command.program().replaceAll(".*[/\\\\]", "");
        ChildProcess child = new ChildProcess(process, tree, name, options, command, reader);
        living.put(child, options);
        child.begin(() -> {
            if (leaves) {
                cleanUp(number, command.custody().cleanup());
            }
            living.remove(child);
        });
        greet(child, command.custody().greeting());
        if (closed.get()) {
            child.close();
        }
        return child;
    }

    /** Stops every child, all at once, waits until all are gone, and lets the watchdog go. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        living.keySet().forEach(ChildProcess::close);
        Duration longest = living.values().stream()
                .map(ChildOptions::stop)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO)
                .multipliedBy(3)
                .plus(BESIDES_STOPPING)
                .plus(CLEANUP);
        long end = System.nanoTime() + longest.toNanos();
        try {
            for (ChildProcess child : living.keySet()) {
                if (!child.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                    LOG.warn("The child process {} did not end", child.pid());
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Sweep.find(value -> value.contains(mark.all())).forEach(ProcessHandle::destroyForcibly);
        watchdog.ifPresent(Watchdog::close);
        launcher.close();
    }

    private static void greet(ChildProcess child, String greeting) {
        if (greeting.isEmpty()) {
            return;
        }
        try {
            child.send(greeting.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // Its reader is told of the end.
        }
    }

    private void cleanUp(long number, List<String> line) {
        try {
            if (Errand.isDone(line, inherited(), CLEANUP)) {
                watchdog.ifPresent(dog -> dog.forget(number));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The variables that every child inherits from this process. */
    public Map<String, String> inherited() {
        return ChildEnvironment.inherited(own, Program.isWindows());
    }

    /**
     * What tells this hub's own things outside its processes, such as containers, from those of any other hub, past or
     * present, of this boot of the machine: letters, digits and {@code -}. See {@link #isGone}.
     */
    public String hub() {
        return mark.hub();
    }

    /** Whether a {@link #hub} of this machine and boot has ended; false where that cannot be known. */
    public static boolean isGone(String hub) {
        return Files.isDirectory(ProcessFiles.ROOT) && Mark.isOrphan(hub);
    }

    /** What every process of this nursery carries in its variable {@link Mark#VARIABLE}. */
    String mark() {
        return mark.all();
    }

    /** The watchdog's, or 0 for none. */
    long watchdogPid() {
        return watchdog.map(Watchdog::pid).orElse(0L);
    }

    private static Process launch(ProcessBuilder builder, ChildCommand command) throws IOException {
        try {
            return builder.start();
        } catch (IOException | IllegalArgumentException failed) {
            // The system's text holds the whole command line, secrets and all.
            throw new IOException("Cannot start " + command.program()
                    + ": the system refused. Check that it is a program for this machine, and that the working"
                    + " directory exists.");
        }
    }

    private static File directory(ChildCommand command) throws IOException {
        File directory = command.directory().map(path -> path.toFile()).orElse(new File("."));
        if (!directory.isDirectory()) {
            throw new IOException(
                    "Cannot start " + command.program() + ": its working directory " + directory + " does not exist.");
        }
        return directory;
    }
}
