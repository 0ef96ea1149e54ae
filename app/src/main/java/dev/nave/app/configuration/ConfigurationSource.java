package dev.nave.app.configuration;

import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.ConfigurationReader;
import dev.nave.hub.configuration.Reading;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Where a configuration comes from, now and whenever it is read anew.
 *
 * @param files laid over each other in order; none for a configuration that is in no file
 * @param over what the command line says over it
 */
public record ConfigurationSource(List<Path> files, UnaryOperator<Configuration> over) implements Supplier<Reading> {
    public ConfigurationSource {
        files = List.copyOf(files);
    }

    /** One that stays as it is. */
    public static ConfigurationSource of(Configuration configuration) {
        return new ConfigurationSource(List.of(), read -> configuration);
    }

    /** Reads it, blocking for the files. */
    @Override
    public Reading get() {
        return switch (new ConfigurationReader(System.getenv(), SecretKeeping.addedKinds()).read(files)) {
            case Reading.Refused refused -> refused;
            case Reading.Read(Configuration configuration, var warnings) ->
                new Reading.Read(over.apply(configuration), warnings);
        };
    }
}
