package dev.nave.transport.container;

import dev.nave.transport.child.CannotStart;
import dev.nave.transport.child.Errand;
import dev.nave.transport.child.Errand.Answer;
import dev.nave.transport.child.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A container engine that answers.
 *
 * @param program its client
 * @param kind whose commands it takes
 * @param environment of its client: it has settings of the user's there
 */
record Engine(Path program, Kind kind, Map<String, String> environment) {
    private static final Duration SHORT = Duration.ofSeconds(20);

    enum Kind {
        DOCKER,
        PODMAN,
        /** Takes the same commands; what only some of the options know is not asked of it. */
        OTHER
    }

    /**
     * The engine to use.
     *
     * @param named by its name or path; none for Docker where its daemon answers, else Podman
     * @throws CannotStart when there is none, or it does not answer
     */
    static Engine find(Optional<String> named, Map<String, String> environment)
            throws CannotStart, InterruptedException {
        if (named.isPresent()) {
            Path program = Programs.find(named.get(), environment)
                    .orElseThrow(() -> new CannotStart(
                            "there is no container engine '" + named.get() + "' on the PATH",
                            "Install it, or change container.engine.",
                            false));
            return answering(program, environment);
        }
        Optional<Path> docker = Programs.find("docker", environment);
        Optional<Path> podman = Programs.find("podman", environment);
        if (docker.isPresent()) {
            try {
                return answering(docker.get(), environment);
            } catch (CannotStart silent) {
                if (podman.isEmpty()) {
                    throw silent;
                }
            }
        }
        return answering(
                podman.orElseThrow(() -> new CannotStart(
                        "there is no container engine here: neither docker nor podman is on the PATH",
                        "Install one of them, or name another with container.engine.",
                        false)),
                environment);
    }

    private static Engine answering(Path program, Map<String, String> environment)
            throws CannotStart, InterruptedException {
        Engine other = new Engine(program, Kind.OTHER, environment);
        String version = other.ask(SHORT, "--version").out().toLowerCase(Locale.ROOT);
        if (version.startsWith("podman")) {
            return new Engine(program, Kind.PODMAN, environment);
        }
        if (!version.startsWith("docker")) {
            return other;
        }
        // Docker's client is there without its daemon, and answers the question for its own version even then.
        Answer server = other.ask(SHORT, "version", "--format", "{{.Server.Version}}");
        if (server.code() != 0) {
            throw new CannotStart(
                    "the Docker daemon does not answer: " + server.lastLine(),
                    "Start it, see that this user may use it, or write engine: podman.",
                    true);
        }
        return new Engine(program, Kind.DOCKER, environment);
    }

    /** Runs one of its commands to the end. */
    Answer ask(Duration patience, String... arguments) throws CannotStart, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(program.toString());
        line.addAll(List.of(arguments));
        try {
            return Errand.run(line, environment, patience);
        } catch (IOException failed) {
            throw new CannotStart(
                    "the container engine does not answer: " + failed.getMessage(),
                    "Try " + name() + " " + arguments[0] + " yourself.",
                    true);
        }
    }

    Answer ask(String... arguments) throws CannotStart, InterruptedException {
        return ask(SHORT, arguments);
    }

    /** What people call it. */
    String name() {
        return program.getFileName().toString();
    }
}
