package dev.nave.app.run;

import dev.nave.hub.configuration.ContainerSettings;
import dev.nave.hub.configuration.Home;
import dev.nave.hub.configuration.SandboxSettings;
import dev.nave.hub.configuration.SshSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Target.Directory;
import dev.nave.hub.secret.Values;
import dev.nave.transport.child.CannotStart;
import dev.nave.transport.child.ChildCommand;
import dev.nave.transport.child.Nursery;
import dev.nave.transport.child.Restraint;
import dev.nave.transport.container.ContainerOptions;
import dev.nave.transport.container.Containers;
import dev.nave.transport.container.Mount;
import dev.nave.transport.container.Pull;
import dev.nave.transport.sandbox.Sandbox;
import dev.nave.transport.sandbox.SandboxOptions;
import dev.nave.transport.ssh.Ssh;
import dev.nave.transport.ssh.SshOptions;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes of what is configured the command line that starts it, wherever it runs and whatever it may do. */
final class Children implements AutoCloseable {
    private final Containers containers;
    private final Ssh ssh;
    private final Sandbox sandbox;
    private final Path home;
    private final List<Path> hidden;

    /**
     * @param environment of this process
     * @param hidden what no sandbox shows: the hub's own files
     */
    Children(Nursery nursery, Map<String, String> environment, List<Path> hidden) {
        this.containers = new Containers(nursery, environment);
        this.ssh = new Ssh(environment);
        this.sandbox = new Sandbox(nursery);
        this.home = Path.of(environment.getOrDefault("HOME", "/"));
        this.hidden = List.copyOf(hidden);
    }

    /**
     * What starts a server. May ask the system and fetch an image, and blocks until then.
     *
     * @throws IOException when it cannot be started; the text is for people
     */
    ChildCommand command(String server, Target.Child target, Values values) throws IOException, InterruptedException {
        try {
            return switch (target) {
                case Target.Command own -> here(own, values, List.of(values.plain(own.command())));
                case Target.Sample sample -> {
                    List<String> line = new ArrayList<>(OwnProgram.sample());
                    line.add(sample.name());
                    yield here(sample, values, line);
                }
                case Target.Container container -> containers.command(server, options(container, values));
                case Target.Ssh there -> ssh.command(options(there, values));
                case Target.Confined(Target.Child child, SandboxSettings settings) ->
                    sandbox.confined(command(server, child, values), options(settings, values));
            };
        } catch (InvalidPathException e) {
            throw new IOException("Expected a path, not '" + e.getInput() + "'", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** A program of the operator's that looks after a server: with its variables and, where that is here, its directory. */
    ChildCommand errand(Target target, Values values, List<String> line) throws IOException {
        try {
            return switch (target) {
                case Target.CommandWithUrl both -> errand(both.child(), values, line);
                case Target.Child child -> {
                    boolean elsewhere = child instanceof Target.Container || child instanceof Target.Ssh;
                    yield program(child, values, line, elsewhere ? Optional.empty() : child.directory());
                }
                case Target.Remote remote -> alone(line);
                case Target.Manifest manifest -> alone(line);
            };
        } catch (InvalidPathException e) {
            throw new IOException("Expected cwd to be a path, not '" + e.getInput() + "'", e);
        }
    }

    /**
     * What holds for a server here; empty for one that may do whatever the hub may.
     *
     * @throws CannotStart when it cannot be confined here at all
     */
    List<Restraint> restraints(Target target, Values values) throws CannotStart, InterruptedException {
        return switch (target) {
            case Target.CommandWithUrl both -> restraints(both.child(), values);
            case Target.Container container -> containers.restraints(options(container, values));
            case Target.Confined confined -> sandbox.proven(options(confined.sandbox(), values));
            case Target.Command command -> List.of();
            case Target.Sample sample -> List.of();
            case Target.Ssh there -> List.of();
            case Target.Remote remote -> List.of();
            case Target.Manifest manifest -> List.of();
        };
    }

    private static ChildCommand alone(List<String> line) {
        return new ChildCommand(line.getFirst(), line.subList(1, line.size()), Map.of(), Optional.empty());
    }

    private static ChildCommand here(Target.Child target, Values values, List<String> line) {
        List<String> all = new ArrayList<>(line);
        all.addAll(arguments(target, values));
        return program(target, values, all, target.directory());
    }

    private static ChildCommand program(
            Target.Child target, Values values, List<String> line, Optional<Directory> directory) {
        return new ChildCommand(
                Home.expand(line.getFirst()),
                line.subList(1, line.size()),
                environment(target, values),
                directory.map(written -> written.in(values)),
                values::hiddenIn);
    }

    private static List<String> arguments(Target.Child target, Values values) {
        return target.arguments().stream()
                .map(argument -> values.of(argument).reveal())
                .toList();
    }

    private static Map<String, String> environment(Target.Child target, Values values) {
        Map<String, String> environment = new LinkedHashMap<>();
        target.environment()
                .forEach((name, value) -> environment.put(name, values.of(value).reveal()));
        return environment;
    }

    /** Of a place that is not on this machine, so that nothing here can be said of it. */
    private static Optional<String> directoryThere(Target.Child target, Values values) {
        return target.directory().map(written -> values.plain(written.path()));
    }

    private static ContainerOptions options(Target.Container target, Values values) {
        ContainerSettings settings = target.container();
        return new ContainerOptions(
                values.plain(settings.image()),
                switch (settings.pull()) {
                    case MISSING -> Pull.MISSING;
                    case ALWAYS -> Pull.ALWAYS;
                    case NEVER -> Pull.NEVER;
                },
                settings.pullTimeout(),
                settings.engine(),
                target.entrypoint().map(values::plain),
                arguments(target, values),
                environment(target, values),
                directoryThere(target, values),
                settings.mounts().stream()
                        .map(mount -> new Mount(mount.source().in(values), mount.target(), mount.writable()))
                        .toList(),
                settings.readOnly(),
                settings.tmp(),
                settings.user(),
                settings.network(),
                settings.memory(),
                settings.cpus(),
                settings.processes(),
                settings.capabilities(),
                settings.labels(),
                settings.options(),
                values::hiddenIn);
    }

    private static SshOptions options(Target.Ssh target, Values values) {
        SshSettings settings = target.ssh();
        return new SshOptions(
                values.plain(settings.host()),
                settings.user().map(values::plain),
                settings.port(),
                settings.identity().map(file -> file.in(values)),
                settings.knownHosts().map(file -> file.in(values)),
                switch (settings.hostKeys()) {
                    case STRICT -> SshOptions.HostKeys.STRICT;
                    case ACCEPT_NEW -> SshOptions.HostKeys.ACCEPT_NEW;
                },
                settings.connectTimeout(),
                settings.keepAlive(),
                settings.options(),
                values.plain(target.command().command()),
                arguments(target, values),
                environment(target, values),
                directoryThere(target, values),
                values::hiddenIn);
    }

    private SandboxOptions options(SandboxSettings settings, Values values) {
        return new SandboxOptions(
                switch (settings.files()) {
                    case LISTED -> SandboxOptions.Files.LISTED;
                    case READ_ONLY -> SandboxOptions.Files.READ_ONLY;
                },
                paths(settings.read(), values),
                paths(settings.write(), values),
                settings.preset().caches().stream().map(home::resolve).toList(),
                hidden,
                settings.tmp(),
                settings.network() == SandboxSettings.Network.HOST,
                settings.memory(),
                settings.cpus(),
                settings.processes(),
                settings.user(),
                settings.enforce() == SandboxSettings.Enforce.POSSIBLE);
    }

    private static List<Path> paths(List<Directory> written, Values values) {
        return written.stream().map(path -> path.in(values)).toList();
    }

    /** Removes what the sandboxes needed; call it when every child has ended. */
    @Override
    public void close() {
        sandbox.close();
    }
}
