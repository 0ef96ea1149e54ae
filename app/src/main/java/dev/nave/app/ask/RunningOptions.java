package dev.nave.app.ask;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.Output;
import dev.nave.app.configuration.ConfigurationOptions;
import dev.nave.app.configuration.ConfigurationSource;
import dev.nave.app.join.OwnDoor;
import dev.nave.hub.Deadline;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.HttpAddress;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which hub that runs a command is about: the one at a URL, or the one that runs for a configuration. */
final class RunningOptions {
    @Mixin
    ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where the hub runs; else the one of this user for the configuration is asked.")
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
        return new ServerOptions.Opened(connect(told), deadline, told);
    }

    private RemoteHub connect(PrintWriter told) {
        Optional<String> shown = Optional.ofNullable(key);
        Optional<String> any = shown.or(() -> Optional.ofNullable(System.getenv("NAVE_KEY")));
        if (url != null) {
            return RemoteHub.connect(url, any);
        }
        ConfigurationSource source = configuration.source(List.of());
        // The user needs no key there, and a file that is just being edited need not be in order.
        Optional<String> own =
                configuration.http == null ? OwnDoor.find(source.files(), System.getenv()) : Optional.empty();
        return own.isPresent()
                ? RemoteHub.connect(own.get(), shown)
                : RemoteHub.connect(place(ConfigurationOptions.read(source, told)), any);
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

    /** Where a hub of another user may listen. The socket first: whoever may open it needs no key. */
    private static String place(Configuration configuration) {
        Optional<Path> socket = configuration.node().listen().unix().filter(Files::exists);
        if (socket.isPresent()) {
            return OwnDoor.url(socket.get());
        }
        HttpAddress http = configuration.node().listen().http();
        if (http.port() == 0) {
            throw CommandFailure.failed("No hub of yours runs for this configuration, and since it takes any free port,"
                    + " it is not known where another one listens: start one with 'nave serve', or give --url.");
        }
        return http.url(http.port()) + "/mcp";
    }
}
