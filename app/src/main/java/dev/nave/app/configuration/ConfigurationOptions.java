package dev.nave.app.configuration;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.UserDirectory;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.HttpAddress;
import dev.nave.hub.configuration.NameStyle;
import dev.nave.hub.configuration.NodeSettings;
import dev.nave.hub.configuration.Problem;
import dev.nave.hub.configuration.Reading;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which configuration a command works with, and what the command line says over it. */
public final class ConfigurationOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "A configuration file (YAML, JSON, or a client's mcpServers file); several are merged in order.")
    List<Path> files = new ArrayList<>();

    @Option(
            names = "--names",
            paramLabel = "STYLE",
            description = "How names are told apart: prefix, colon, dot or plain.")
    @Nullable
    String names;

    @Option(names = "--http", paramLabel = "HOST:PORT", description = "Where to listen; port 0 takes any free one.")
    @Nullable
    public String http;

    /**
     * Reads these files, or the ones found where a configuration usually lies. Warnings go to {@code warnings}.
     *
     * @param more files given without an option
     * @throws CommandFailure with every problem of the files, or with what to try when there is no file
     */
    public Configuration read(List<Path> more, PrintWriter warnings) {
        return read(source(more), warnings);
    }

    /** Reads a source; as {@link #read(List, PrintWriter)}. */
    public static Configuration read(ConfigurationSource source, PrintWriter warnings) {
        return switch (source.get()) {
            case Reading.Refused refused ->
                throw CommandFailure.wrong(
                        lines(refused.problems()) + "\nNothing was done: mend the file and try again.");
            case Reading.Read(Configuration configuration, List<Problem> told) -> {
                told.forEach(warning -> warnings.println("warning: " + warning));
                yield configuration;
            }
        };
    }

    /**
     * These files, or the ones found where a configuration usually lies, and what the command line says over them.
     *
     * @param more files given without an option
     * @throws CommandFailure with what to try when there is no file
     */
    public ConfigurationSource source(List<Path> more) {
        List<Path> all = new ArrayList<>(files);
        all.addAll(more);
        if (all.isEmpty()) {
            all.add(usual());
        }
        return new ConfigurationSource(all, this::over);
    }

    /** The configuration that is found where one usually lies; nothing when there is none. */
    public static Optional<Path> found() {
        return Stream.of(Path.of("nave.yaml"), UserDirectory.of(System.getenv()).resolve("nave.yaml"))
                .filter(Files::isReadable)
                .findFirst();
    }

    private static String lines(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    private static Path usual() {
        return found().orElseThrow(() -> CommandFailure.wrong("There is no nave.yaml here, and none at "
                + UserDirectory.of(System.getenv()).resolve("nave.yaml")
                + ".\nTry: nave serve examples/offline.yaml, or name a file: nave serve FILE."));
    }

    private Configuration over(Configuration configuration) {
        Configuration changed = configuration;
        if (names != null) {
            changed = changed.withNames(style(names));
        }
        if (http != null) {
            NodeSettings node = changed.node();
            changed = changed.withNode(node.withListen(node.listen().withHttp(address(http))));
        }
        return changed;
    }

    private static NameStyle style(String text) {
        return Arrays.stream(NameStyle.values())
                .filter(style -> style.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        CommandFailure.wrong("Expected --names prefix, colon, dot or plain, got '" + text + "'."));
    }

    private static HttpAddress address(String text) {
        try {
            return HttpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrong("Expected --http HOST:PORT such as 127.0.0.1:8420, got '" + text + "'.");
        }
    }
}
