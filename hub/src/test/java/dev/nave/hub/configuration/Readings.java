package dev.nave.hub.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.configuration.Reading.Read;
import dev.nave.hub.configuration.Reading.Refused;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads texts as files would be read. */
final class Readings {
    static final Map<String, String> ENVIRONMENT =
            Map.of("TOKEN", "t0p-s3cret", "EMPTY", "", "HOME", "/home/user", "BAD", "not a url");

    private Readings() {}

    static Reading yaml(String text) {
        return new ConfigurationReader(ENVIRONMENT).read(Path.of("nave.yaml"), text);
    }

    static Reading json(String text) {
        return new ConfigurationReader(ENVIRONMENT).read(Path.of("mcp.json"), text);
    }

    static Configuration good(Reading reading) {
        return switch (reading) {
            case Read(Configuration configuration, List<Problem> warnings) -> {
                assertThat(warnings).isEmpty();
                yield configuration;
            }
            case Refused refused -> throw new AssertionError(refused.text());
        };
    }

    static Configuration tolerated(Reading reading) {
        return switch (reading) {
            case Read read -> read.configuration();
            case Refused refused -> throw new AssertionError(refused.text());
        };
    }

    static List<String> problems(Reading reading) {
        return switch (reading) {
            case Read read -> throw new AssertionError("Expected problems and got " + read.configuration());
            case Refused refused ->
                refused.problems().stream().map(Problem::toString).toList();
        };
    }

    static List<String> warnings(Reading reading) {
        return reading.warnings().stream().map(Problem::toString).toList();
    }
}
