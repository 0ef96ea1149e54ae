package dev.nave.app.secret;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.configuration.ConfigurationOptions;
import dev.nave.app.configuration.ConfigurationSource;
import dev.nave.app.configuration.SecretKeeping;
import dev.nave.app.edit.SecretShelf;
import dev.nave.clients.table.Machine;
import dev.nave.guard.store.StoreFailure;
import dev.nave.hub.configuration.SecretSettings;
import dev.nave.hub.secret.Secret;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Nave's own store, as the shelf for secrets that an import finds. */
public record StoreShelf(Machine machine) implements SecretShelf {
    @Override
    public String keep(Path configuration, String name, Secret value) {
        try {
            Map<String, String> environment = new HashMap<>(machine.environment());
            environment.put("XDG_CONFIG_HOME", machine.settings().toString());
            SecretKeeping.store(settings(configuration), environment, new SecureRandom())
                    .set(name, value);
            return "${secret:" + name + "}";
        } catch (StoreFailure | IllegalArgumentException e) {
            throw CommandFailure.failed("The secret '" + name + "' cannot be kept: " + e.getMessage());
        }
    }

    private static SecretSettings settings(Path configuration) {
        if (!Files.exists(configuration)) {
            return SecretSettings.defaults();
        }
        ConfigurationSource source = new ConfigurationSource(List.of(configuration), UnaryOperator.identity());
        return ConfigurationOptions.read(source, new PrintWriter(Writer.nullWriter()))
                .node()
                .secrets();
    }
}
