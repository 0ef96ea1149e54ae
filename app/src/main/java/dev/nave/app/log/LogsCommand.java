package dev.nave.app.log;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.Output;
import dev.nave.app.cli.ServerNames;
import dev.nave.app.configuration.ConfigurationOptions;
import dev.nave.app.configuration.ConfigurationSource;
import dev.nave.app.configuration.StateDirectory;
import dev.nave.app.terminal.Terminal;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.Durations;
import dev.nave.hub.configuration.Reading;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what the hub of a configuration and its servers have logged; it need not run. */
@Command(
        name = "logs",
        description = {
            "Shows what the hub of a configuration and its servers have logged.",
            "Reads its files, so the hub need not run, but this has to be its machine."
        },
        mixinStandardHelpOptions = true)
public final class LogsCommand implements Runnable {
    private static final Duration LOOK = Duration.ofMillis(100);

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            completionCandidates = ServerNames.class,
            description = "A server, or hub for what is about none; all of them when there is no name.")
    List<String> names = List.of();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration file that the hub was given; else where one usually lies.")
    @Nullable
    Path file;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is logged from now on, until Ctrl-C.")
    boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many lines at most, the last ones (default: 100).")
    int lines = 100;

    @Option(names = "--since", paramLabel = "AGE", description = "Only what is not older, such as 10m, 2h or 1d.")
    @Nullable
    String since;

    @Mixin
    Output output = new Output();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        if (lines < 0) {
            throw CommandFailure.wrong("Expected --lines to be 0 or more, got " + lines + ".");
        }
        Path directory = directory();
        PrintWriter out = spec.commandLine().getOut();
        try {
            Map<String, LogFamily> logs = logs(directory);
            Terminal terminal = Terminal.out();
            LogPrinter printer = new LogPrinter(out, terminal, logs.keySet(), output.json);
            List<LogPrinter.Entry> entries = new ArrayList<>();
            Instant from = from();
            for (Map.Entry<String, LogFamily> log : logs.entrySet()) {
                log.getValue().last(lines, from).forEach(line -> entries.add(new LogPrinter.Entry(log.getKey(), line)));
            }
            entries.sort(Comparator.comparing(entry -> entry.line().time()));
            printer.print(entries.subList(Math.max(0, entries.size() - lines), entries.size()));
            if (follow) {
                follow(directory, logs, printer);
            }
        } catch (IOException e) {
            throw CommandFailure.failed("The logs in " + directory + " cannot be read: " + e + ".");
        }
    }

    /** Until the process is ended, or nobody reads any more. */
    private void follow(Path directory, Map<String, LogFamily> logs, LogPrinter printer) throws IOException {
        while (!spec.commandLine().getOut().checkError()) {
            if (names.isEmpty()) {
                for (String name : LogFamily.names(directory)) {
                    logs.computeIfAbsent(name, added -> new LogFamily(directory, added));
                }
            }
            List<LogPrinter.Entry> entries = new ArrayList<>();
            for (Map.Entry<String, LogFamily> log : logs.entrySet()) {
                log.getValue().news(line -> entries.add(new LogPrinter.Entry(log.getKey(), line)));
            }
            entries.sort(Comparator.comparing(entry -> entry.line().time()));
            printer.print(entries);
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Map<String, LogFamily> logs(Path directory) throws IOException {
        List<String> there = LogFamily.names(directory);
        if (there.isEmpty() && !follow) {
            throw CommandFailure.failed("There are no logs in " + directory
                    + ": no hub of this configuration has served yet, or its logs.files is false.");
        }
        for (String name : names) {
            if (!there.contains(name) && !follow) {
                throw CommandFailure.failed("There is no log of '" + name + "' in " + directory + ": there are "
                        + String.join(", ", there) + ".");
            }
        }
        Map<String, LogFamily> logs = new LinkedHashMap<>();
        (names.isEmpty() ? there : names).forEach(name -> logs.put(name, new LogFamily(directory, name)));
        return logs;
    }

    private Instant from() {
        if (since == null) {
            return Instant.MIN;
        }
        try {
            return Instant.now().minus(Durations.parse(since));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrong("--since: " + e.getMessage());
        }
    }

    /** Of a configuration that is wrong by now, too: then above all somebody wants to see the log. */
    private Path directory() {
        Path path = Optional.ofNullable(file)
                .or(ConfigurationOptions::found)
                .orElseThrow(() -> CommandFailure.wrong(
                        "There is no nave.yaml here: say whose logs with -c FILE, the file that the hub was given."));
        if (!Files.isReadable(path)) {
            throw CommandFailure.wrong("Expected a configuration file at " + path + ", and there is none to read.");
        }
        ConfigurationSource source = new ConfigurationSource(List.of(path), UnaryOperator.identity());
        Configuration configuration =
                switch (source.get()) {
                    case Reading.Read read -> read.configuration();
                    case Reading.Refused _ -> Configuration.defaults();
                };
        return configuration
                .node()
                .logs()
                .directory()
                .or(() -> LogFiles.directory(StateDirectory.of(configuration, source.files(), System.getenv())))
                .orElseThrow();
    }
}
