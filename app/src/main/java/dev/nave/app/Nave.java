package dev.nave.app;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.Surroundings;
import dev.nave.app.cli.Version;
import dev.nave.app.help.Help;
import dev.nave.app.join.Joiner;
import dev.nave.clients.table.Machine;
import java.io.PrintWriter;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program: parses the command line and ends with the command's exit code: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "nave",
        description = "One endpoint for every tool: a hub for the Model Context Protocol.",
        version = "nave " + Version.TEXT,
        mixinStandardHelpOptions = true)
public final class Nave implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    private CommandSpec spec;

    private Nave() {}

    /** Runs the program and ends the process. */
    public static void main(String[] arguments) {
        OptionalInt joined = Joiner.tried(arguments);
        System.exit(
                joined.isPresent() ? joined.getAsInt() : commandLine(arguments).execute(arguments));
    }

    /** The command line, ready to execute these arguments; output goes where its writers say. */
    static CommandLine commandLine(String... arguments) {
        return commandLine(Surroundings.machine(), arguments);
    }

    /** The command line on a machine, whose files of users are edited. */
    static CommandLine commandLine(Machine machine, String... arguments) {
        CommandLine nave = new CommandLine(new Nave());
        new Commands(machine).needed(arguments).forEach(nave::addSubcommand);
        nave.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((problem, failed, parsed) -> explain(problem, failed.getErr()));
        return Help.on(nave);
    }

    private static int explain(Exception problem, PrintWriter err) {
        if (problem instanceof CommandFailure failure) {
            err.println("nave: " + failure.getMessage());
            return failure.exitCode();
        }
        err.println("nave: an unexpected failure, please report it: " + problem);
        problem.printStackTrace(err);
        return CommandFailure.FAILED;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
