package dev.nave.app.secret;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.Output;
import dev.nave.hub.configuration.ApiKeys;
import dev.nave.protocol.json.Json;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** API keys of callers. */
@Command(
        name = "key",
        description = "Makes API keys for callers.",
        mixinStandardHelpOptions = true,
        subcommands = KeyCommand.Create.class)
public final class KeyCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Makes a key, shows it this once, and says what to put into the configuration. */
    @Command(
            name = "create",
            description = "Makes a key, prints it this once, and the lines that let it in.",
            mixinStandardHelpOptions = true)
    static final class Create implements Runnable {
        @Parameters(index = "0", paramLabel = "NAME", description = "Whose key it is.")
        @Nullable
        String name;

        @Option(names = "--role", paramLabel = "ROLE", description = "What the caller may do beyond calling: admin.")
        List<String> roles = new ArrayList<>();

        @Mixin
        Output output = new Output();

        @Spec
        @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
        CommandSpec spec;

        @Override
        public void run() {
            ApiKeys.Created created;
            try {
                created = ApiKeys.create(String.valueOf(name), new LinkedHashSet<>(roles), new SecureRandom());
            } catch (IllegalArgumentException e) {
                throw CommandFailure.wrong(String.valueOf(e.getMessage()));
            }
            PrintWriter out = spec.commandLine().getOut();
            if (output.json) {
                out.println(Json.object()
                        .put("key", created.secret().reveal())
                        .put("name", created.key().name())
                        .put("hash", created.key().hash())
                        .put("roles", Json.array(roles.stream().map(Json::of).toList()))
                        .build()
                        .raw());
                return;
            }
            out.println("The key, shown only this once; the caller sends it as \"Authorization: Bearer KEY\":");
            out.println();
            out.println("  " + created.secret().reveal());
            out.println();
            out.println("What the configuration keeps of it:");
            out.println();
            out.println("keys:");
            out.println("  - name: " + created.key().name());
            out.println("    hash: " + created.key().hash());
            if (!roles.isEmpty()) {
                out.println("    roles: [" + String.join(", ", roles) + "]");
            }
        }
    }
}
