package dev.nave.app.help;

import dev.nave.app.configuration.ConfigurationOptions;
import dev.nave.app.configuration.ConfigurationSource;
import dev.nave.hub.configuration.Reading;
import dev.nave.hub.configuration.ServerSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the completions of shells ask for while somebody types. No use to people, hence hidden. */
@Command(name = "complete", hidden = true, description = "Lists the names of the configured servers, for shells.")
public final class CompleteCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "WHAT", description = "servers")
    String what = "";

    @Parameters(index = "1..*", paramLabel = "WORD", arity = "0..*", description = "The line so far.")
    List<String> words = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        Optional<Path> file = file();
        if (!what.equals("servers") || file.isEmpty()) {
            return;
        }
        ConfigurationSource source = new ConfigurationSource(List.of(file.get()), UnaryOperator.identity());
        PrintWriter out = spec.commandLine().getOut();
        switch (source.get()) {
            case Reading.Read read ->
                read.configuration().servers().stream()
                        .map(ServerSettings::name)
                        .forEach(out::println);
            case Reading.Refused _ -> {} // Whoever completes a word is not told what is wrong with a file.
        }
        out.flush();
    }

    private Optional<Path> file() {
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            if ((word.equals("-c") || word.equals("--config")) && at + 1 < words.size()) {
                return Optional.of(Path.of(words.get(at + 1)));
            }
            if (word.startsWith("--config=")) {
                return Optional.of(Path.of(word.substring("--config=".length())));
            }
        }
        return ConfigurationOptions.found();
    }
}
