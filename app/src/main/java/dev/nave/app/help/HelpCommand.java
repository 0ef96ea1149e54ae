package dev.nave.app.help;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.terminal.Terminal;
import dev.nave.hub.configuration.Suggestion;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains a command or a topic; without either, says what there is. */
@Command(name = "help", description = "Explains a command or a topic, and lists both.")
public final class HelpCommand implements Runnable {
    @Parameters(
            paramLabel = "TOPIC",
            arity = "0..*",
            completionCandidates = Help.Subjects.class,
            description = "A command such as 'secret set', or a topic.")
    List<String> words = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        CommandLine nave = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        if (words.isEmpty()) {
            nave.usage(out);
            out.println();
            out.println("Topics, as in 'nave help secrets':");
            int width = Arrays.stream(Topic.values())
                    .mapToInt(topic -> topic.word().length())
                    .max()
                    .orElse(0);
            for (Topic topic : Topic.values()) {
                out.println(
                        "  " + topic.word() + " ".repeat(width - topic.word().length() + 2) + topic.summary());
            }
        } else if (words.size() == 1 && Topic.named(words.getFirst()).isPresent()) {
            Topic topic = Topic.named(words.getFirst()).get();
            out.println(new Markdown(Terminal.out()).shown(topic.markdown()));
            out.println("\nMore in " + topic.more() + ".");
        } else {
            command(nave).usage(out);
        }
        out.flush();
    }

    private CommandLine command(CommandLine nave) {
        CommandLine command = nave;
        for (String word : words) {
            command = command.getSubcommands().get(word);
            if (command == null) {
                throw CommandFailure.wrong("There is no command or topic '" + String.join(" ", words) + "'"
                        + meant(word, known(nave)) + "\nThe topics are "
                        + Arrays.stream(Topic.values()).map(Topic::word).collect(Collectors.joining(", "))
                        + "; 'nave help' lists the commands.");
            }
        }
        return command;
    }

    private static String meant(String word, List<String> known) {
        return Suggestion.near(word, known)
                .map(near -> ": did you mean '" + near + "'?")
                .orElse(".");
    }

    private static List<String> known(CommandLine nave) {
        List<String> known = new ArrayList<>(nave.getSubcommands().keySet());
        Arrays.stream(Topic.values()).map(Topic::word).forEach(known::add);
        return known;
    }
}
