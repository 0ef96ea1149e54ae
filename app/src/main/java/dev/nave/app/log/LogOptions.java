package dev.nave.app.log;

import dev.nave.app.cli.CommandFailure;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.LogSettings;
import dev.nave.hub.configuration.LogSettings.Format;
import dev.nave.hub.configuration.LogSettings.Level;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the command line and the environment say over the {@code logs} of the configuration. */
public final class LogOptions {
    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "How much is logged: error, warn, info, debug or trace.")
    @Nullable
    String level;

    @Option(names = "--log-format", paramLabel = "FORMAT", description = "How standard error is written: text or json.")
    @Nullable
    String format;

    /**
     * The settings of a configuration with what was said over them.
     *
     * @throws CommandFailure when that is no level or no format
     */
    public LogSettings over(Configuration configuration, Map<String, String> environment) {
        LogSettings settings = configuration.node().logs();
        String much = level == null ? environment.getOrDefault("NAVE_LOG", "") : level;
        String how = format == null ? environment.getOrDefault("NAVE_LOG_FORMAT", "") : format;
        Level console = much.isEmpty() ? settings.console() : choice("a level", much, Level.class);
        Level files = console.compareTo(settings.level()) > 0 ? console : settings.level();
        return new LogSettings(
                files,
                console,
                how.isEmpty() ? settings.format() : choice("a format", how, Format.class),
                settings.files(),
                settings.directory(),
                settings.file(),
                settings.total(),
                settings.keep());
    }

    private static <E extends Enum<E>> E choice(String what, String text, Class<E> values) {
        return Arrays.stream(values.getEnumConstants())
                .filter(value -> value.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> CommandFailure.wrong("Expected " + what + " of the log, "
                        + Arrays.stream(values.getEnumConstants())
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + ", got '" + text + "'."));
    }
}
