package dev.nave.app.ask;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.Output;
import dev.nave.app.configuration.ConfigurationOptions;
import dev.nave.hub.Deadline;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.HttpAddress;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which hub that runs a command is about: the one at a URL, or the one that a configuration says where it listens. */
final class RunningOptions {
    @Mixin
    ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where the hub runs; else its socket or address in the configuration.")
    @Nullable
    String url;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "An API key of the hub; better given as NAVE_KEY in the environment.")
    @Nullable
    String key;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait for the whole answer (default: 120).")
    int seconds = 120;

    /** Opens the way to the hub; close it when done. */
    ServerOptions.Opened open(PrintWriter told) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(Math.max(1, seconds)), Time.SYSTEM);
        Optional<String> shown = Optional.ofNullable(key).or(() -> Optional.ofNullable(System.getenv("NAVE_KEY")));
        String place = url == null ? place(configuration.read(List.of(), told)) : url;
        return new ServerOptions.Opened(RemoteHub.connect(place, shown), deadline, told);
    }

    /** Calls one of the hub's own tools; what it refuses is a failure of the command. */
    static Json call(ServerOptions.Opened hub, String tool, JsonObject arguments) {
        Json result = hub.ask(
                Method.TOOLS_CALL,
                Json.object()
                        .put("name", "hub__" + tool)
                        .put("arguments", arguments.build())
                        .build());
        if (result.flag("isError")) {
            throw CommandFailure.failed(text(result));
        }
        return result;
    }

    static String text(Json result) {
        return result.member("content").map(Json::elements).orElse(List.of()).stream()
                .findFirst()
                .map(Output::block)
                .orElse("");
    }

    /** The socket first: whoever may open it needs no key. */
    private static String place(Configuration configuration) {
        Optional<Path> socket = configuration.node().listen().unix().filter(Files::exists);
        if (socket.isPresent()) {
            String path = URLEncoder.encode(socket.get().toAbsolutePath().toString(), StandardCharsets.UTF_8);
            return "http+unix://" + path + "/mcp";
        }
        HttpAddress http = configuration.node().listen().http();
        if (http.port() == 0) {
            throw CommandFailure.wrong("The configuration says that any free port is taken, so where the hub listens is"
                    + " not known: give --url, or configure listen.unix.");
        }
        String host = http.host().contains(":") ? "[" + http.host() + "]" : http.host();
        return "http://" + host + ":" + http.port() + "/mcp";
    }
}
