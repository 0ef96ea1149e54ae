package dev.nave.app.edit;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.Output;
import dev.nave.app.configuration.SecretKeeping;
import dev.nave.app.run.OwnProgram;
import dev.nave.app.terminal.Table;
import dev.nave.app.terminal.Terminal;
import dev.nave.clients.file.DocumentException;
import dev.nave.clients.file.OwnedFile;
import dev.nave.clients.table.Client;
import dev.nave.clients.table.Machine;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.ConfigurationReader;
import dev.nave.hub.configuration.Reading;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts Nave among the servers of a client. */
@Command(
        name = "connect",
        description = {
            "Puts Nave among the servers of an MCP client, by its URL where the client can, else as a program.",
            "The client's file as it was is kept; 'nave disconnect' brings it back. Without a client, lists them all."
        },
        mixinStandardHelpOptions = true)
public final class ConnectCommand implements Runnable {
    private static final String KEY = "NAVE_KEY";

    private final Machine machine;

    @Mixin
    ClientOptions options = new ClientOptions();

    @Mixin
    Output output = new Output();

    @Parameters(
            index = "0",
            paramLabel = "CLIENT",
            arity = "0..1",
            completionCandidates = ClientNames.class,
            description = "Such as claude-code, cursor or codex.")
    @Nullable
    String client;

    @ArgGroup
    Way way = new Way();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration of the hub; ./nave.yaml, else the one in ~/.config/nave.")
    @Nullable
    Path configuration;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where Nave answers, when not where the configuration says.")
    @Nullable
    String url;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    /** How the client is to reach Nave. */
    static final class Way {
        @Option(names = "--http", description = "By its URL: 'nave serve' has to run.")
        boolean http;

        @Option(names = "--stdio", description = "As a program that the client starts: 'nave stdio'.")
        boolean stdio;
    }

    public ConnectCommand(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (client == null) {
            list(out);
            return;
        }
        Client known = ClientOptions.client(client);
        Path file = options.file(known, machine);
        Optional<Path> own = ownConfiguration();
        Optional<Configuration> hub = own.flatMap(this::hub);
        boolean keys = hub.isPresent() && !hub.get().keys().isEmpty();
        boolean http = byUrl(known, keys);
        Json entry = http ? remote(known, hub, keys) : program(known, own);
        options.finish(
                known,
                () -> ClientOptions.connector(machine).connect(known, file, options.name, entry),
                change -> "Connected " + known.title() + ": '" + options.name + "' in " + file
                        + (change.replaced() ? ", in place of another entry" : "") + ".\n" + next(known, http, keys),
                output.json,
                out,
                file);
    }

    private boolean byUrl(Client known, boolean keys) {
        if (way.stdio || (!way.http && !known.reachesUrls())) {
            return false;
        }
        if (!known.reachesUrls()) {
            throw CommandFailure.wrong(known.title() + " only starts programs: say --stdio.");
        }
        boolean keyed = !keys || known.dialect().variable(KEY).isPresent() || known == Client.CODEX;
        if (!keyed && way.http) {
            throw CommandFailure.wrong(known.title()
                    + " cannot take a key from the environment, and Nave writes none in" + " plain text: say --stdio.");
        }
        return keyed;
    }

    private Json remote(Client known, Optional<Configuration> hub, boolean keys) {
        String place = url != null
                ? url
                : hub.map(each -> "http://" + each.node().listen().http() + "/mcp")
                        .orElse("http://127.0.0.1:8420/mcp");
        String variable = known == Client.CODEX
                ? "${" + KEY + "}"
                : known.dialect().variable(KEY).orElse("");
        Json headers =
                keys ? Json.object().put("Authorization", "Bearer " + variable).build() : Json.EMPTY_OBJECT;
        return known.remote(options.name, place, headers).orElseThrow();
    }

    private Json program(Client known, Optional<Path> own) {
        List<String> arguments = new ArrayList<>(List.of("stdio"));
        if (url != null) {
            arguments.addAll(List.of("--url", url));
        } else {
            arguments.add(own.orElseThrow(() -> CommandFailure.wrong(
                            "There is no configuration for 'nave stdio' to run: add a server first, such as"
                                    + " nave add files -- COMMAND, or name a file with -c."))
                    .toString());
        }
        return known.command(options.name, OwnProgram.launcher(), arguments);
    }

    private Optional<Path> ownConfiguration() {
        if (configuration != null) {
            Path named = machine.directory().resolve(configuration).normalize();
            if (!Files.exists(named)) {
                throw CommandFailure.wrong("There is no file " + named + ": check the path.");
            }
            return Optional.of(named);
        }
        Path here = machine.directory().resolve("nave.yaml");
        Path user = machine.settings().resolve("nave/nave.yaml");
        return Optional.of(Files.exists(here) ? here : user).filter(Files::exists);
    }

    private Optional<Configuration> hub(Path file) {
        return switch (new ConfigurationReader(machine.environment(), SecretKeeping.addedKinds()).read(List.of(file))) {
            case Reading.Read read -> Optional.of(read.configuration());
            case Reading.Refused _ -> Optional.empty();
        };
    }

    private static String next(Client known, boolean http, boolean keys) {
        String start = http ? "Start Nave with 'nave serve', then " : "Now ";
        String key = keys && http ? "Set NAVE_KEY to its key where " + known.title() + " runs.\n" : "";
        return key + start + "restart " + known.title() + " or let it read its servers anew.";
    }

    private void list(PrintWriter out) {
        List<Json> all = new ArrayList<>();
        Table table = new Table("CLIENT", "NAME", "FILE", "NAVE");
        for (Client each : Client.values()) {
            Path file = each.spots().getFirst().path().apply(machine);
            boolean there = Files.exists(file);
            boolean connected = there && connected(each, file);
            table.row(each.id(), each.title(), there ? file.toString() : "-", connected ? "connected" : "-");
            all.add(Json.object()
                    .put("client", each.id())
                    .put("title", each.title())
                    .put("file", file.toString())
                    .put("exists", there)
                    .put("connected", connected)
                    .build());
        }
        if (output.json) {
            out.println(Json.array(all).raw());
        } else {
            table.print(out, Terminal.out());
        }
    }

    private boolean connected(Client each, Path file) {
        try {
            var document = OwnedFile.read(file).document();
            return document.at(each.way(document, options.name)).isPresent();
        } catch (IOException | DocumentException _) {
            return false;
        }
    }
}
