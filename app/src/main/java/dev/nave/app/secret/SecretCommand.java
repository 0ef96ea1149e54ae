package dev.nave.app.secret;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.Output;
import dev.nave.app.configuration.ConfigurationOptions;
import dev.nave.app.configuration.ConfigurationSource;
import dev.nave.app.configuration.SecretKeeping;
import dev.nave.guard.store.SecretStore;
import dev.nave.guard.store.SecretStore.Entry;
import dev.nave.guard.store.StoreFailure;
import dev.nave.hub.configuration.SecretSettings;
import dev.nave.hub.secret.Secret;
import dev.nave.protocol.json.Json;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Nave's own store of secrets. No value is ever printed, nor taken as an argument. */
@Command(
        name = "secret",
        description = "Keeps secrets that a configuration refers to as $${secret:NAME}.",
        mixinStandardHelpOptions = true,
        subcommands = {
            SecretCommand.Set.class,
            SecretCommand.Show.class,
            SecretCommand.Remove.class,
            SecretCommand.RotateKey.class
        })
public final class SecretCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Sets a secret, new or in place of another. */
    @Command(
            name = "set",
            description = "Sets a secret, asked for without echo or read from standard input: pass show tickets | nave"
                    + " secret set tickets",
            mixinStandardHelpOptions = true)
    static final class Set implements Runnable {
        @Mixin
        StoreOptions options = new StoreOptions();

        @Parameters(index = "0", paramLabel = "NAME", description = "What the configuration calls it.")
        @Nullable
        String name;

        /** Taken only to be refused in words that do not repeat it. */
        @Parameters(index = "1..*", hidden = true, arity = "0..*")
        List<String> values = List.of();

        @Spec
        @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
        CommandSpec spec;

        @Override
        public void run() {
            if (!values.isEmpty()) {
                throw CommandFailure.wrong("Expected the value on standard input, not as an argument, which others on"
                        + " this machine can see: echo it into 'nave secret set " + name + "', or type it when asked.");
            }
            SecretStore store = options.store(spec.commandLine().getErr());
            String given = String.valueOf(name);
            if (!SecretStore.NAME.matcher(given).matches()) {
                throw CommandFailure.wrong(
                        "Expected a name of letters, digits, '.', '_', '-' and '/', got '" + given + "'.");
            }
            Secret value = value(given);
            try {
                boolean fresh = store.set(given, value);
                spec.commandLine()
                        .getOut()
                        .println((fresh ? "Kept" : "Replaced") + " '" + given + "': write ${secret:" + given
                                + "} where it is needed.");
            } catch (IllegalArgumentException e) {
                throw CommandFailure.wrong(String.valueOf(e.getMessage()));
            } catch (StoreFailure e) {
                throw CommandFailure.failed(String.valueOf(e.getMessage()));
            }
        }

        private static Secret value(String name) {
            Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
            return terminal.isPresent() ? typed(terminal.get(), name) : read();
        }

        private static Secret typed(Console terminal, String name) {
            char[] typed = terminal.readPassword("The secret '%s' (not shown): ", name);
            if (typed == null) {
                throw CommandFailure.wrong("Expected a secret, and there was none.");
            }
            try {
                return Secret.of(new String(typed));
            } finally {
                Arrays.fill(typed, '\0');
            }
        }

        private static Secret read() {
            byte[] bytes = new byte[0];
            try {
                bytes = System.in.readNBytes(SecretStore.LARGEST + 3);
                int end = bytes.length;
                end -= end > 0 && bytes[end - 1] == '\n' ? 1 : 0;
                end -= end > 0 && bytes[end - 1] == '\r' ? 1 : 0;
                return Secret.of(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, 0, end))
                        .toString());
            } catch (CharacterCodingException e) {
                throw CommandFailure.wrong("Expected the secret as UTF-8 text: give bytes in Base64.");
            } catch (IOException e) {
                throw CommandFailure.failed("Standard input cannot be read: " + e.getMessage());
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    /** Lists what there is. */
    @Command(name = "list", description = "Lists names and ages, never values.", mixinStandardHelpOptions = true)
    static final class Show implements Runnable {
        @Mixin
        StoreOptions options = new StoreOptions();

        @Mixin
        Output output = new Output();

        @Spec
        @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
        CommandSpec spec;

        @Override
        public void run() {
            SecretStore store = options.store(spec.commandLine().getErr());
            try {
                List<Entry> entries = store.list();
                PrintWriter out = spec.commandLine().getOut();
                if (output.json) {
                    out.println(Json.array(entries.stream().map(Show::json).toList())
                            .raw());
                    return;
                }
                if (entries.isEmpty()) {
                    out.println("There is no secret in " + store.file() + ": nave secret set NAME");
                }
                int width = entries.stream()
                        .mapToInt(each -> each.name().length())
                        .max()
                        .orElse(0);
                Instant now = Instant.now();
                for (Entry entry : entries) {
                    out.println(entry.name() + " ".repeat(width - entry.name().length() + 2) + "set "
                            + age(Duration.between(entry.updated(), now)) + " ago");
                }
            } catch (StoreFailure e) {
                throw CommandFailure.failed(String.valueOf(e.getMessage()));
            }
        }

        private static Json json(Entry entry) {
            return Json.object()
                    .put("name", entry.name())
                    .put("created", entry.created().toString())
                    .put("updated", entry.updated().toString())
                    .build();
        }

        private static String age(Duration age) {
            if (age.toDays() > 0) {
                return age.toDays() + " d";
            }
            if (age.toHours() > 0) {
                return age.toHours() + " h";
            }
            return age.toMinutes() > 0 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
        }
    }

    /** Removes a secret. */
    @Command(name = "remove", description = "Removes a secret.", mixinStandardHelpOptions = true)
    static final class Remove implements Runnable {
        @Mixin
        StoreOptions options = new StoreOptions();

        @Parameters(index = "0", paramLabel = "NAME", description = "The name as `nave secret list` shows it.")
        @Nullable
        String name;

        @Spec
        @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
        CommandSpec spec;

        @Override
        public void run() {
            SecretStore store = options.store(spec.commandLine().getErr());
            try {
                if (!store.remove(String.valueOf(name))) {
                    throw CommandFailure.failed("There is no secret '" + name + "' in " + store.file() + ".");
                }
                spec.commandLine().getOut().println("Removed '" + name + "'.");
            } catch (StoreFailure e) {
                throw CommandFailure.failed(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Changes the master key. */
    @Command(
            name = "rotate-key",
            description = "Makes a new master key and seals every secret anew. May be interrupted and run again.",
            mixinStandardHelpOptions = true)
    static final class RotateKey implements Runnable {
        @Mixin
        StoreOptions options = new StoreOptions();

        @Spec
        @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
        CommandSpec spec;

        @Override
        public void run() {
            SecretStore store = options.store(spec.commandLine().getErr());
            try {
                SecretStore.Rotated rotated = store.rotateKey();
                PrintWriter out = spec.commandLine().getOut();
                out.println("Sealed " + rotated.secrets() + (rotated.secrets() == 1 ? " secret" : " secrets")
                        + " with a new key.");
                rotated.afterwards().ifPresent(out::println);
            } catch (StoreFailure e) {
                throw CommandFailure.failed(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Which store a command works with. */
    static final class StoreOptions {
        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                description = "The configuration that says where the store is; ./nave.yaml or your own when there is"
                        + " one, else the store is your own.")
        List<Path> files = new ArrayList<>();

        @Option(
                names = "--store",
                paramLabel = "FILE",
                description = "The store itself, whatever a configuration says.")
        @Nullable
        Path store;

        SecretStore store(PrintWriter warnings) {
            SecretSettings settings = store == null ? configured(warnings) : at(store);
            return SecretKeeping.store(settings, System.getenv(), new SecureRandom());
        }

        private SecretSettings configured(PrintWriter warnings) {
            List<Path> all =
                    files.isEmpty() ? ConfigurationOptions.found().stream().toList() : files;
            return all.isEmpty()
                    ? SecretSettings.defaults()
                    : ConfigurationOptions.read(new ConfigurationSource(all, UnaryOperator.identity()), warnings)
                            .node()
                            .secrets();
        }

        private static SecretSettings at(Path file) {
            SecretSettings standard = SecretSettings.defaults();
            return new SecretSettings(
                    Optional.of(file), standard.masterKey(), standard.keyFile(), standard.refresh(), standard.vault());
        }
    }
}
