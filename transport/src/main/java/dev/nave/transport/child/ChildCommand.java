package dev.nave.transport.child;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A program to start. Arguments and values may carry secrets, so nothing prints them.
 *
 * @param program a path, or a name to look up on the child's {@code PATH}; never a line for a shell
 * @param arguments handed over as they are
 * @param environment variables beside those every child inherits; see {@link Nursery}
 * @param directory where it runs; none for where this process runs
 * @param shown what is kept of a line the child wrote for people: hides what it was given and must not be seen
 * @param custody how it is kept
 */
public record ChildCommand(
        String program,
        List<String> arguments,
        Map<String, String> environment,
        Optional<Path> directory,
        UnaryOperator<String> shown,
        Custody custody) {
    public ChildCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(new LinkedHashMap<>(environment));
    }

    /** A program that is the server itself and was given nothing to hide. */
    public ChildCommand(
            String program, List<String> arguments, Map<String, String> environment, Optional<Path> directory) {
        this(program, arguments, environment, directory, UnaryOperator.identity());
    }

    /** A program that is the server itself. */
    public ChildCommand(
            String program,
            List<String> arguments,
            Map<String, String> environment,
            Optional<Path> directory,
            UnaryOperator<String> shown) {
        this(program, arguments, environment, directory, shown, Custody.PLAIN);
    }

    /** A program with arguments, nothing else. */
    public static ChildCommand of(String program, String... arguments) {
        return new ChildCommand(program, List.of(arguments), Map.of(), Optional.empty());
    }

    /** The same with another way to start it, which ends up at this program. */
    public ChildCommand inside(String otherProgram, List<String> otherArguments, Custody otherCustody) {
        return new ChildCommand(otherProgram, otherArguments, environment, directory, shown, otherCustody);
    }

    @Override
    public String toString() {
        return "ChildCommand[" + program + ", " + arguments.size() + " arguments, environment " + environment.keySet()
                + "]";
    }
}
