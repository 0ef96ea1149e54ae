package dev.nave.app.help;

import dev.nave.app.cli.CommandFailure;
import dev.nave.hub.configuration.Suggestion;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what was probably meant by it. */
final class Mistakes implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("nave: " + words(problem, command));
        String path = command.getCommandSpec().qualifiedName();
        err.println("Try: " + (path.contains(" ") ? path.replaceFirst(" ", " help ") : path + " help"));
        err.flush();
        return CommandFailure.WRONG;
    }

    private static String words(ParameterException problem, CommandLine command) {
        if (!(problem instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return String.valueOf(problem.getMessage());
        }
        String word = unmatched.getUnmatched().getFirst();
        if (unmatched.isUnknownOption()) {
            Optional<String> near = Suggestion.near(
                    word.replaceFirst("=.*", ""),
                    command.getCommandSpec().optionsMap().keySet());
            return "Unknown option '" + word + "'" + meant(near);
        }
        if (command.getSubcommands().isEmpty()) {
            return "Unexpected argument '" + word + "'.";
        }
        return "Unknown command '" + word + "'"
                + meant(Suggestion.near(word, command.getSubcommands().keySet()));
    }

    private static String meant(Optional<String> near) {
        return near.map(word -> ": did you mean '" + word + "'?").orElse(".");
    }
}
