package dev.nave.hub.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.configuration.Reading.Read;
import dev.nave.hub.configuration.Reading.Refused;
import dev.nave.hub.secret.Reference;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.SecretUnavailable;
import dev.nave.hub.secret.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads texts as files would be read. */
final class Readings {
    static final Map<String, String> ENVIRONMENT =
            Map.of("TOKEN", "t0p-s3cret", "EMPTY", "", "HOME", "/home/user", "BAD", "not a url");

    private Readings() {}

    /** What the references of a target stand for. */
    static Values values(Target target) {
        try {
            return Values.find(Readings::found, "test", target.secrets(), target.plain());
        } catch (SecretUnavailable | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Secret found(Reference reference, String reader) throws SecretUnavailable {
        String value = ENVIRONMENT.get(reference.name());
        if (!reference.kind().equals("env") || value == null) {
            throw new SecretUnavailable("there is none", "Set it.", false);
        }
        return Secret.of(value);
    }

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
