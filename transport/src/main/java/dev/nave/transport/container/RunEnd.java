package dev.nave.transport.container;

import dev.nave.transport.child.Custody;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the end of an engine's {@code run} says: 125 is the engine's own, 126 and 127 are about the program in the image. */
final class RunEnd implements Custody.Meaning {
    private final Engine engine;
    private final ContainerOptions options;

    RunEnd(Engine engine, ContainerOptions options) {
        this.engine = engine;
        this.options = options;
    }

    @Override
    public Optional<String> of(int code, List<String> errors) {
        return switch (code) {
            case 125 -> Optional.of(engines(errors));
            case 126 ->
                Optional.of(
                        hasLine(errors, "rlimit")
                                ? "the container was not started: this machine does not let " + engine.name()
                                        + " raise its limits; add options: [--ulimit, nofile=1024:1024, --ulimit,"
                                        + " nproc=1024:1024] to container"
                                : "the program in the image " + options.image() + " could not be run (exit code 126)");
            case 127 ->
                Optional.of("the program was not found in the image " + options.image() + " (exit code 127); check"
                        + " command and args");
            case 137 ->
                Optional.of(
                        options.memoryBytes() > 0
                                ? "its container was killed (exit code 137): it needed more than its "
                                        + options.memoryBytes() + " bytes of memory, unless somebody killed it"
                                : "its container was killed (exit code 137): the machine ran out of memory, unless"
                                        + " somebody killed it");
            default -> Optional.empty();
        };
    }

    private String engines(List<String> errors) {
        if (hasLine(errors, "cannot connect to the docker daemon") || hasLine(errors, "unable to connect to podman")) {
            return "the daemon of " + engine.name() + " no longer answers";
        }
        if (hasLine(errors, "no such image") || hasLine(errors, "image not known")) {
            return "the image " + options.image() + " is no longer on this machine";
        }
        if (hasLine(errors, "network")) {
            return "the container was not started: is there a network '" + options.network() + "'?";
        }
        return engine.name() + " refused to start the container (exit code 125)";
    }

    private static boolean hasLine(List<String> errors, String part) {
        return errors.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).contains(part));
    }
}
