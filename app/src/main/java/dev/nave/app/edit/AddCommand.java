package dev.nave.app.edit;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.Output;
import dev.nave.clients.own.ServersFile;
import dev.nave.clients.table.Machine;
import dev.nave.hub.configuration.ServerNames;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds a server to the configuration. */
@Command(
        name = "add",
        description = "Adds a server to the configuration, whose comments and order stay.",
        mixinStandardHelpOptions = true)
public final class AddCommand implements Runnable {
    private final Machine machine;

    @Mixin
    EditOptions edit = new EditOptions();

    @Mixin
    Output output = new Output();

    @Parameters(index = "0", paramLabel = "NAME", description = "What to call it: tools are NAME__tool.")
    String name = "";

    @Parameters(
            index = "1..*",
            paramLabel = "URL|COMMAND",
            arity = "0..*",
            description = "Where it is, or after -- the program that starts it and its arguments.")
    List<String> words = List.of();

    @Option(names = "--image", paramLabel = "IMAGE", description = "Run this image in a container instead.")
    @Nullable
    String image;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME=TEXT",
            description = "An environment variable of the program.")
    List<String> environment = new ArrayList<>();

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME: TEXT",
            description = "A header of every request to the URL.")
    List<String> headers = new ArrayList<>();

    @Option(names = "--cwd", paramLabel = "DIR", description = "Where the program runs.")
    @Nullable
    String directory;

    @Option(
            names = "--transport",
            paramLabel = "WIRE",
            description = "How to speak to the URL: http, sse or websocket.")
    @Nullable
    String transport;

    @Option(names = "--disabled", description = "Add it switched off.")
    boolean disabled;

    @Option(names = "--required", description = "Nave is ready only while this server is.")
    boolean required;

    @Option(names = "--force", description = "Replace a server of that name.")
    boolean force;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    public AddCommand(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void run() {
        ServersFile file = edit.read(machine);
        if (!ServerNames.fits(name)) {
            throw CommandFailure.wrong(
                    "Nave does not take '" + name + "' as a name: how about '" + ServerNames.fitting(name) + "'?");
        }
        boolean there = file.servers().containsKey(name);
        if (there && !force) {
            throw CommandFailure.wrong("There is a server '" + name + "' in " + file.path()
                    + " already: choose another name, or say --force to replace it.");
        }
        Json definition = definition();
        ServersFile edited = edit.edited(file.path(), () -> file.with(name, definition));
        PrintWriter out = spec.commandLine().getOut();
        List<String> missing = edit.finish(edited, machine, out);
        if (output.json) {
            out.println(Json.object()
                    .put("file", file.path().toString())
                    .put("name", name)
                    .put("replaced", there)
                    .put("dryRun", edit.dryRun)
                    .put("missing", Json.array(missing.stream().map(Json::of).toList()))
                    .build()
                    .raw());
        } else if (!edit.dryRun) {
            out.println((there ? "Replaced " : "Added ") + name + " in " + file.path() + ".");
            missing.forEach(variable -> out.println("Set " + variable + " where Nave runs: it is not set here."));
        }
    }

    private Json definition() {
        JsonObject definition = Json.object();
        boolean remote = image == null && words.size() == 1 && isUrl(words.getFirst());
        if (image != null) {
            // The one place that knows how a container is written.
            definition.put("container", Json.object().put("image", image).build());
            put(definition, "args", texts(words), !words.isEmpty());
        } else if (remote) {
            definition.put("url", words.getFirst());
        } else if (words.isEmpty()) {
            throw CommandFailure.wrong("Expected what '" + name + "' is: nave add " + name + " URL, or nave add " + name
                    + " -- COMMAND ARGUMENT…, or --image IMAGE.");
        } else {
            definition.put("command", words.getFirst());
            put(definition, "args", texts(words.subList(1, words.size())), words.size() > 1);
        }
        refuseIdle(remote);
        if (transport != null) {
            definition.put("transport", transport);
        }
        put(definition, "env", pairs(environment, "--env NAME=TEXT", "="), !environment.isEmpty());
        put(definition, "headers", pairs(headers, "--header 'NAME: TEXT'", ":"), !headers.isEmpty());
        if (directory != null) {
            definition.put("cwd", directory);
        }
        if (required) {
            definition.put("required", true);
        }
        if (disabled) {
            definition.put("enabled", false);
        }
        return definition.build();
    }

    private void refuseIdle(boolean remote) {
        if (remote && (!environment.isEmpty() || directory != null)) {
            throw CommandFailure.wrong("Expected --env and --cwd with a program, and there is a URL: use --header.");
        }
        if (!remote && (!headers.isEmpty() || transport != null)) {
            throw CommandFailure.wrong("Expected --header and --transport with a URL, and there is a program.");
        }
    }

    private static boolean isUrl(String word) {
        int colon = word.indexOf("://");
        return colon > 0 && Set.of("http", "https", "ws", "wss").contains(word.substring(0, colon));
    }

    private static Json pairs(List<String> words, String expected, String separator) {
        JsonObject pairs = Json.object();
        for (String word : words) {
            int at = word.indexOf(separator);
            int equals = at < 0 ? word.indexOf('=') : at;
            if (equals < 1) {
                throw CommandFailure.wrong("Expected " + expected + ", got '" + word + "'.");
            }
            String value = word.substring(equals + 1);
            pairs.put(word.substring(0, equals).strip(), separator.equals(":") ? value.strip() : value);
        }
        return pairs.build();
    }

    private static void put(JsonObject definition, String key, Json value, boolean wanted) {
        if (wanted) {
            definition.put(key, value);
        }
    }

    private static Json texts(List<String> words) {
        return Json.array(words.stream().map(Json::of).toList());
    }
}
