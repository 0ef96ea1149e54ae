package dev.nave.transport.sandbox;

import dev.nave.transport.child.CannotStart;
import dev.nave.transport.child.Restraint;
import dev.nave.transport.child.Restraint.Grade;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How memory, processors and processes are bounded here: by control groups where this process may make some, by a scope of
 * systemd where that gives one, else by what resource limits can do (setrlimit(2)).
 */
final class Limits {
    /** Data, not address space: programs such as Node reserve far more of that than they use. */
    private static final String PER_PROCESS =
            " bytes for each process, shared memory apart: no control group can be made here";

    private final ControlGroups groups;
    private final Optional<String> prlimit;
    /** What starts a program in a scope of systemd; nothing where it gives none. */
    private final Optional<List<String>> scope;

    private final boolean root;

    Limits(ControlGroups groups, Optional<String> prlimit, Optional<List<String>> scope, boolean root) {
        this.groups = groups;
        this.prlimit = prlimit;
        this.scope = scope;
        this.root = root;
    }

    static Limits find(Tools tools) throws InterruptedException {
        boolean root = "root".equals(System.getProperty("user.name"));
        ControlGroups groups = ControlGroups.find();
        Optional<List<String>> scope = Optional.empty();
        Optional<String> run = tools.optional("systemd-run");
        if (run.isPresent() && !groups.has("memory")) {
            List<String> line = new ArrayList<>(List.of(run.get(), root ? "--system" : "--user"));
            line.addAll(List.of("--scope", "--quiet", "--collect"));
            List<String> trial = new ArrayList<>(line);
            trial.addAll(List.of("--property=MemoryMax=64M", "--property=TasksMax=64", "--", "true"));
            scope = tools.run(trial) ? Optional.of(List.copyOf(line)) : Optional.empty();
        }
        return new Limits(groups, tools.optional("prlimit"), scope, root);
    }

    /** What holds here for the limits of these options. */
    List<Restraint> restraints(SandboxOptions options) {
        boolean asRoot = root && options.user().isEmpty();
        return List.of(
                restraint(
                        "memory",
                        options.memoryBytes() > 0,
                        groups.has("memory") ? "a control group" : scope.isPresent() ? "a scope of systemd" : "",
                        options.memoryBytes() + " bytes together",
                        prlimit.isPresent()
                                ? new Restraint("memory", Grade.PARTLY, options.memoryBytes() + PER_PROCESS)
                                : cannot("memory", "there is neither a control group nor the program prlimit here")),
                restraint(
                        "cpu",
                        options.cpus() > 0,
                        groups.has("cpu") ? "a control group" : scope.isPresent() ? "a scope of systemd" : "",
                        options.cpus() + " processors together",
                        cannot("cpu", "no control group can be made here")),
                restraint(
                        "processes",
                        options.processes() > 0,
                        groups.has("pids")
                                ? "a control group"
                                : scope.isPresent()
                                        ? "a scope of systemd"
                                        : prlimit.isPresent() && !asRoot ? "a resource limit" : "",
                        options.processes() + " together",
                        cannot("processes", "root has no limit of processes without a control group: set user")));
    }

    private static Restraint restraint(String resource, boolean asked, String by, String what, Restraint otherwise) {
        if (!asked) {
            return new Restraint(resource, Grade.OPEN, "no limit was asked for");
        }
        return by.isEmpty() ? otherwise : new Restraint(resource, Grade.ENFORCED, what + ", by " + by);
    }

    private static Restraint cannot(String resource, String why) {
        return new Restraint(resource, Grade.CANNOT, why);
    }

    /** The control groups of one child, made now. */
    List<Path> groups(SandboxOptions options, String name) throws CannotStart {
        List<Path> made = new ArrayList<>();
        try {
            String memory = Long.toString(options.memoryBytes());
            if (options.memoryBytes() > 0 && groups.has("memory")) {
                made.add(groups.make(
                        "memory",
                        name,
                        List.of(
                                Map.entry("memory.limit_in_bytes", memory),
                                Map.entry("memory.memsw.limit_in_bytes", memory))));
            }
            if (options.cpus() > 0 && groups.has("cpu")) {
                String quota = Long.toString(Math.max(1000, Math.round(options.cpus() * 100_000)));
                made.add(groups.make("cpu", name, List.of(Map.entry("cpu.cfs_quota_us", quota))));
            }
            if (options.processes() > 0 && groups.has("pids")) {
                made.add(groups.make(
                        "pids", name, List.of(Map.entry("pids.max", Integer.toString(processes(options))))));
            }
            return made;
        } catch (IOException refused) {
            throw new CannotStart(
                    "the control group for its limits cannot be made: " + refused.getMessage(),
                    "Remove memory, cpus and processes from sandbox, or see what " + name + " lacks.",
                    true);
        }
    }

    /** The sandbox itself takes some: bubblewrap outside and inside, and what starts it. */
    private static int processes(SandboxOptions options) {
        return options.processes() + 3;
    }

    /** What goes before everything else; empty for nothing. */
    List<String> scope(SandboxOptions options) {
        if (scope.isEmpty()) {
            return List.of();
        }
        List<String> line = new ArrayList<>(scope.get());
        if (options.memoryBytes() > 0) {
            line.add("--property=MemoryMax=" + options.memoryBytes());
            line.add("--property=MemorySwapMax=0");
        }
        if (options.cpus() > 0) {
            line.add("--property=CPUQuota=" + String.format(Locale.ROOT, "%.0f%%", options.cpus() * 100));
        }
        if (options.processes() > 0) {
            line.add("--property=TasksMax=" + processes(options));
        }
        line.add("--");
        return line;
    }

    /**
     * What goes right before the program, inside the sandbox, where no control group bounds it: the kernel counts a user's
     * processes for each user namespace, so inside only those of the sandbox are counted.
     */
    List<String> inside(SandboxOptions options) {
        boolean memory = options.memoryBytes() > 0 && scope.isEmpty() && !groups.has("memory");
        boolean count = options.processes() > 0 && scope.isEmpty() && !groups.has("pids");
        if (prlimit.isEmpty() || !(memory || count)) {
            return List.of();
        }
        List<String> line = new ArrayList<>(List.of(prlimit.get()));
        if (memory) {
            line.add("--data=" + options.memoryBytes());
        }
        if (count) {
            line.add("--nproc=" + processes(options));
        }
        line.add("--");
        return line;
    }
}
