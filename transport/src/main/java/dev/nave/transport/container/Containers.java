package dev.nave.transport.container;

import dev.nave.transport.child.CannotStart;
import dev.nave.transport.child.ChildCommand;
import dev.nave.transport.child.Custody;
import dev.nave.transport.child.Nursery;
import dev.nave.transport.child.Restraint;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prepares containers to be started as children of a {@link Nursery}. The client of the engine is the child and carries the
 * messages; the container is removed when the child has ended, by the watchdog when this process was killed, and at the
 * latest when the next hub on this machine uses the engine. Safe for many threads.
 *
 * <p>The client inherits what every child does, and of this process's variables those named {@code DOCKER_…},
 * {@code CONTAINER…}, {@code REGISTRY_AUTH_FILE} and {@code SSH_AUTH_SOCK}. Values for the server are handed to it in its
 * environment, not in its arguments.
 */
public final class Containers {
    static final String BOOT = "dev.nave.boot";
    private static final String HUB = "dev.nave.hub";
    private static final String SERVER = "dev.nave.server";
    private static final Pattern NAME = Pattern.compile("nave-(.+)-\\d+");
    /** Marks the processes in the container, which some systems show to the hub; see {@link Nursery}. */
    private static final Set<String> MARK = Set.of("NAVE_CHILD");

    private final Nursery nursery;
    private final Map<String, String> environment;
    private final AtomicLong numbers = new AtomicLong();
    /** By what was asked for; only those that answered. */
    private final Map<Optional<String>, Engine> engines = new ConcurrentHashMap<>();

    /**
     * Starts nothing yet.
     *
     * @param nursery that will start the children
     * @param environment of this process
     */
    public Containers(Nursery nursery, Map<String, String> environment) {
        this.nursery = nursery;
        Map<String, String> clients = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (isSetting(name)) {
                clients.put(name, value);
            }
        });
        clients.putAll(nursery.inherited());
        this.environment = Map.copyOf(clients);
    }

    /**
     * The child that starts a container. Asks the engine, fetches the image where the policy says so, and blocks until then.
     *
     * @param server its name, for a label
     * @throws CannotStart when there is no engine, it does not answer, or there is no such image or mount
     */
    public ChildCommand command(String server, ContainerOptions options) throws CannotStart, InterruptedException {
        for (Mount mount : options.mounts()) {
            if (!Files.exists(mount.source())) {
                throw new CannotStart(
                        "there is nothing at " + mount.source() + " to mount",
                        "Create it, or change container.mounts.",
                        false);
            }
        }
        Engine engine = engine(options.engine());
        new Image(engine, options.image()).provide(options.pull(), options.pullTimeout());
        String name = "nave-" + nursery.hub() + "-" + numbers.incrementAndGet();
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(HUB, nursery.hub());
        Leftovers.boot().ifPresent(boot -> labels.put(BOOT, boot));
        labels.put(SERVER, server);

        List<String> line = RunLine.of(engine, options, name, labels, MARK, this::isClients);
        Map<String, String> variables = new LinkedHashMap<>(environment);
        options.environment().forEach((key, value) -> {
            if (!isClients(key)) {
                variables.put(key, value);
            }
        });
        return new ChildCommand(
                engine.program().toString(),
                line,
                variables,
                Optional.empty(),
                options.shown(),
                new Custody(new RunEnd(engine, options), removal(engine, name), false, ""));
    }

    /**
     * What holds for a container of these options here, asked of the engine. Blocks.
     *
     * @throws CannotStart when there is no engine or it does not answer
     */
    public List<Restraint> restraints(ContainerOptions options) throws CannotStart, InterruptedException {
        return ContainerRestraints.of(engine(options.engine()), options);
    }

    /** The hub in the name of a container; nothing for one that is no hub's. */
    static Optional<String> hub(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private Engine engine(Optional<String> named) throws CannotStart, InterruptedException {
        Engine known = engines.get(named);
        if (known != null) {
            return known;
        }
        Engine found = Engine.find(named, environment);
        Leftovers.remove(found);
        engines.put(named, found);
        return found;
    }

    /** With the variables that tell the client where its engine is; none of them is a server's. */
    private List<String> removal(Engine engine, String name) {
        List<String> line = new ArrayList<>(List.of("/usr/bin/env"));
        environment.forEach((key, value) -> {
            if (isSetting(key)) {
                line.add(key + "=" + value);
            }
        });
        line.addAll(List.of(engine.program().toString(), "rm", "--force", name));
        return line;
    }

    private boolean isClients(String name) {
        return environment.containsKey(name) || isSetting(name) || name.equals("NAVE_CHILD");
    }

    private static boolean isSetting(String name) {
        return name.startsWith("DOCKER_")
                || name.startsWith("CONTAINER")
                || name.equals("REGISTRY_AUTH_FILE")
                || name.equals("SSH_AUTH_SOCK");
    }
}
