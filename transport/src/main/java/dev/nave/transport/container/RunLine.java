package dev.nave.transport.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Puts together the arguments of an engine's {@code run}. */
final class RunLine {
    private final List<String> line = new ArrayList<>();

    private RunLine() {}

    /**
     * The arguments.
     *
     * @param name of the container
     * @param labels the hub's own
     * @param passed variables that the container gets from the environment of the client
     * @param isClients whether a variable means something to the client itself, so that it cannot be handed over in its
     *     environment; these are seen in the list of processes
     */
    static List<String> of(
            Engine engine,
            ContainerOptions options,
            String name,
            Map<String, String> labels,
            Set<String> passed,
            Predicate<String> isClients) {
        RunLine run = new RunLine();
        run.add("run", "--interactive", "--rm", "--name", name);
        labels.forEach((key, value) -> run.add("--label", key + "=" + value));
        options.labels().forEach((key, value) -> run.add("--label", key + "=" + value));
        if (engine.kind() != Engine.Kind.OTHER) {
            // Or the engine would keep every message in a file that grows without end.
            run.add("--log-driver", "none");
        }
        run.confine(options);
        run.limit(options);
        options.mounts().forEach(mount -> run.add("--mount", text(mount)));
        options.directory().ifPresent(directory -> run.add("--workdir", directory));
        options.entrypoint().ifPresent(program -> run.add("--entrypoint", program));
        passed.forEach(variable -> run.add("--env", variable));
        options.environment().forEach((key, value) -> run.add("--env", isClients.test(key) ? key + "=" + value : key));
        run.line.addAll(options.options());
        run.add(options.image());
        run.line.addAll(options.arguments());
        return run.line;
    }

    private void confine(ContainerOptions options) {
        switch (options.network()) {
            case ContainerOptions.FULL_NETWORK -> {}
            default -> add("--network", options.network());
        }
        if (options.readOnly()) {
            add("--read-only");
        }
        if (options.tmpBytes() > 0) {
            add("--tmpfs", "/tmp:rw,nosuid,nodev,mode=1777,size=" + options.tmpBytes());
        }
        add("--cap-drop", "ALL");
        options.capabilities().forEach(capability -> add("--cap-add", capability));
        add("--security-opt", "no-new-privileges");
        options.user().ifPresent(user -> add("--user", user));
    }

    private void limit(ContainerOptions options) {
        if (options.memoryBytes() > 0) {
            String bytes = Long.toString(options.memoryBytes());
            add("--memory", bytes, "--memory-swap", bytes);
        }
        if (options.cpus() > 0) {
            add("--cpus", String.format(Locale.ROOT, "%.2f", options.cpus()));
        }
        if (options.processes() > 0) {
            add("--pids-limit", Integer.toString(options.processes()));
        }
    }

    /** Engines read it as a line of CSV, so a field with a comma is quoted. */
    private static String text(Mount mount) {
        String fields = "type=bind," + quoted("source=" + mount.source()) + "," + quoted("target=" + mount.target());
        return mount.writable() ? fields : fields + ",readonly";
    }

    private static String quoted(String field) {
        return field.matches("[^,\"]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    private void add(String... words) {
        line.addAll(List.of(words));
    }
}
