package dev.nave.transport.sandbox;

import dev.nave.transport.child.CannotStart;
import dev.nave.transport.child.ChildCommand;
import dev.nave.transport.child.Custody;
import dev.nave.transport.child.Errand;
import dev.nave.transport.child.Nursery;
import dev.nave.transport.child.Programs;
import dev.nave.transport.child.Restraint;
import dev.nave.transport.child.Restraint.Grade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Confines children of a {@link Nursery} on Linux. Each has namespaces of its own for processes, users, mounts, hosts' names
 * and, unless it may use it, the network; it ends with this process at the latest, for bubblewrap asks the kernel for that.
 * Safe for many threads.
 */
public final class Sandbox implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ARCHITECTURE = System.getProperty("os.arch", "");

    /**
     * Opens the filter, joins the groups, becomes the rest. A fixed text: paths and the program come as its arguments.
     */
    private static final String SCRIPT = "if [ -n \"$1\" ]; then exec 9<\"$1\" || exit 125; fi; shift;"
            + " while [ \"$1\" != -- ]; do echo $$ >\"$1/cgroup.procs\" || exit 125; shift; done;"
            + " shift; exec \"$@\"";

    /** Removes groups; one whose last process is dead but not yet buried is busy for a moment. */
    private static final String REMOVAL = "n=0; while [ $n -lt 25 ]; do left=; for group; do"
            + " [ ! -d \"$group\" ] || rmdir \"$group\" 2>/dev/null || left=1; done;"
            + " [ -z \"$left\" ] && exit 0; n=$((n + 1)); sleep 0.2; done; exit 1";

    private final String hub;
    private final Map<String, String> environment;
    private final AtomicLong numbers = new AtomicLong();
    // Found when they are first needed. Guarded by this.
    private @Nullable Tools tools;
    private @Nullable Limits limits;
    private @Nullable Path filter;

    /**
     * Starts nothing yet.
     *
     * @param nursery that will start the children
     */
    public Sandbox(Nursery nursery) {
        this.hub = nursery.hub();
        this.environment = nursery.inherited();
    }

    /**
     * A child that runs confined. Asks the system what it can do the first time.
     *
     * @throws CannotStart when something that was asked for cannot be had here: nothing is started without it
     */
    public ChildCommand confined(ChildCommand command, SandboxOptions options)
            throws CannotStart, InterruptedException {
        prepare();
        List<Restraint> lacking = restraints(options).stream()
                .filter(restraint -> restraint.grade() == Grade.CANNOT)
                .toList();
        if (!lacking.isEmpty() && !options.possible()) {
            Restraint first = lacking.getFirst();
            throw new CannotStart(
                    "its sandbox cannot bound its " + first.resource() + ": " + first.how(),
                    "Remove that limit from sandbox, or write enforce: possible there.",
                    false);
        }
        String name = "nave-" + hub + "-" + numbers.incrementAndGet();
        Optional<Path> seccomp = seccomp();
        List<String> inner = inner(options, command);
        // Last, for nothing would remove them if the rest failed.
        List<Path> groups = limits().groups(options, name);
        List<String> line = outer(options, groups, seccomp, inner);
        List<String> cleanup = new ArrayList<>();
        if (!groups.isEmpty()) {
            cleanup.addAll(List.of(shell(), "-c", REMOVAL, "nave-cleanup"));
            groups.forEach(group -> cleanup.add(group.toString()));
        }
        return command.inside(
                line.getFirst(),
                line.subList(1, line.size()),
                new Custody(
                        new SandboxEnd(options),
                        cleanup,
                        true,
                        command.custody().greeting()));
    }

    /**
     * What holds for such a child here. Runs a program that does nothing in such a sandbox, so it also says whether there can
     * be one at all.
     *
     * @throws CannotStart when no sandbox can be set up here
     */
    public List<Restraint> proven(SandboxOptions options) throws CannotStart, InterruptedException {
        prepare();
        List<String> line = outer(options, List.of(), seccomp(), inner(options, ChildCommand.of("true")));
        try {
            Errand.Answer answer = Errand.run(line, environment, PATIENCE);
            if (answer.code() == 0) {
                return restraints(options);
            }
            throw new CannotStart(
                    "no sandbox can be set up here: " + answer.lastLine(),
                    "See that user namespaces are allowed on this machine.",
                    false);
        } catch (CannotStart none) {
            throw none;
        } catch (IOException failed) {
            throw new CannotStart(
                    "no sandbox can be set up here: " + failed.getMessage(), "Try bwrap yourself.", false);
        }
    }

    private List<Restraint> restraints(SandboxOptions options) {
        List<Restraint> all = new ArrayList<>();
        all.add(enforced(
                "files",
                options.files() == SandboxOptions.Files.LISTED
                        ? "only the system, its program and what is listed"
                        : "read-only, without services, other homes and known secrets"));
        all.add(
                tools().knows("--size")
                        ? enforced("tmp", options.tmpBytes() + " bytes of memory for each place of its own")
                        : new Restraint("tmp", Grade.CANNOT, "bubblewrap is older than 0.8, which knows no sizes"));
        all.add(
                options.write().isEmpty()
                        ? enforced("disk", "nothing of the disk can be changed")
                        : new Restraint(
                                "disk",
                                Grade.PARTLY,
                                "only below " + options.write() + ", as far as there is room: nothing here bounds it"));
        all.add(
                options.network()
                        ? new Restraint("network", Grade.OPEN, "that of this machine was asked for")
                        : enforced("network", "none"));
        all.add(enforced("other processes", "a namespace of its own, which ends with the hub"));
        all.add(
                Filter.of(ARCHITECTURE).isPresent()
                        ? enforced("system calls", Denied.values().length + " dangerous ones are denied")
                        : new Restraint("system calls", Grade.CANNOT, "there is no filter for this processor"));
        all.addAll(limits().restraints(options));
        return all;
    }

    private List<String> outer(SandboxOptions options, List<Path> groups, Optional<Path> seccomp, List<String> inner) {
        List<String> line = new ArrayList<>(limits().scope(options));
        line.addAll(List.of(shell(), "-c", SCRIPT, "nave-sandbox"));
        line.add(seccomp.map(Path::toString).orElse(""));
        groups.forEach(group -> line.add(group.toString()));
        line.add("--");
        line.addAll(inner);
        return line;
    }

    private List<String> inner(SandboxOptions options, ChildCommand command) throws CannotStart {
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(command.environment());
        Path program = Programs.find(command.program(), all, command.directory())
                .orElseThrow(() -> new CannotStart(
                        "there is no program " + command.program(), "Install it, or give its full path.", false));
        Path home = Path.of(all.getOrDefault("HOME", "/")).toAbsolutePath().normalize();

        List<String> line = new ArrayList<>();
        if (options.user().isPresent()) {
            line.addAll(becoming(options.user().get()));
        }
        line.addAll(tools().bubblewrap());
        line.addAll(List.of("--unshare-all", "--unshare-user", "--new-session", "--die-with-parent"));
        if (options.network()) {
            line.add("--share-net");
        }
        if (tools().knows("--disable-userns")) {
            line.add("--disable-userns");
        }
        if (Filter.of(ARCHITECTURE).isPresent()) {
            line.addAll(List.of("--seccomp", "9"));
        }
        line.addAll(Layout.of(tools(), options, home, Needs.of(program, home, command.directory())));
        line.addAll(List.of("--chdir", command.directory().map(Path::toString).orElse("/tmp"), "--"));
        line.addAll(tools().hearing());
        line.addAll(limits().inside(options));
        line.add(program.toString());
        line.addAll(command.arguments());
        return line;
    }

    private String shell() {
        return tools().optional("sh").orElse("/bin/sh");
    }

    /** Before the sandbox, for inside there are no other users. */
    private List<String> becoming(String user) throws CannotStart {
        String[] parts = user.split(":", 2);
        List<String> line =
                new ArrayList<>(List.of(tools().optional("setpriv").orElse("setpriv"), "--reuid", parts[0]));
        if (parts.length == 2) {
            line.addAll(List.of("--regid", parts[1], "--clear-groups"));
        } else {
            line.addAll(List.of("--regid", tools().groupOf(user), "--init-groups"));
        }
        line.add("--inh-caps=-all");
        return line;
    }

    private synchronized void prepare() throws CannotStart, InterruptedException {
        if (tools == null) {
            Tools found = Tools.find(environment);
            limits = Limits.find(found);
            tools = found;
        }
    }

    private synchronized Tools tools() {
        return Optional.ofNullable(tools).orElseThrow();
    }

    private synchronized Limits limits() {
        return Optional.ofNullable(limits).orElseThrow();
    }

    /** The file with the filter; nothing for a processor without one. */
    private synchronized Optional<Path> seccomp() throws CannotStart {
        Optional<byte[]> program = Filter.of(ARCHITECTURE);
        if (program.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (filter == null || !Files.exists(filter)) {
                // Readable by its owner only, as files made this way are.
                filter = Files.write(Files.createTempFile("nave-", ".seccomp"), program.get());
                filter.toFile().deleteOnExit();
            }
            return Optional.of(filter);
        } catch (IOException refused) {
            throw new CannotStart(
                    "the filter of its sandbox cannot be written: " + refused.getMessage(),
                    "See that there is room in the directory for temporary files.",
                    true);
        }
    }

    /** Removes what it wrote; call it when every child has ended. */
    @Override
    public synchronized void close() {
        if (filter != null) {
            filter.toFile().delete();
        }
    }

    private static Restraint enforced(String resource, String how) {
        return new Restraint(resource, Grade.ENFORCED, how);
    }
}
