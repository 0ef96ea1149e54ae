package dev.nave.app.ask;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.configuration.ConfigurationOptions;
import dev.nave.hub.Deadline;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.Time;
import dev.nave.protocol.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a command asks: a hub that runs at a URL, or one of its own that lives as long as the command. */
final class ServerOptions {
    @Mixin
    ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Ask the hub that runs there, such as http://127.0.0.1:8420/mcp.")
    @Nullable
    String url;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "The API key for --url; better given as NAVE_KEY in the environment.")
    @Nullable
    String key;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait for the whole answer (default: 120).")
    int seconds = 120;

    /** Opens the way to the hub; close it when done. */
    Opened open(List<Path> files, PrintWriter told) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(Math.max(1, seconds)), Time.SYSTEM);
        if (url != null) {
            Optional<String> shown = Optional.ofNullable(key).or(() -> Optional.ofNullable(System.getenv("NAVE_KEY")));
            return new Opened(RemoteHub.connect(url, shown), deadline, told);
        }
        return new Opened(LocalHub.start(configuration.read(files, told)), deadline, told);
    }

    /** A server that must be closed. */
    interface Closeable extends Server, AutoCloseable {
        @Override
        void close();
    }

    /** An open way to a hub. */
    static final class Opened implements AutoCloseable {
        private final Closeable server;
        private final Deadline deadline;
        private final PrintWriter told;

        Opened(Closeable server, Deadline deadline, PrintWriter told) {
            this.server = server;
            this.deadline = deadline;
            this.told = told;
        }

        /** The result of a request; every other outcome is a failure of the command. */
        Json ask(String method, Json params) {
            return switch (server.serve(new Request(method, params), new CommandExchange(deadline, told))) {
                case Reply.Complete(Json result) -> result;
                case Reply.Failed failed ->
                    throw CommandFailure.failed(failed.failure().message());
                case Reply.InputRequired required ->
                    throw CommandFailure.failed("The server asks for input first, which the command line cannot give.");
                case Reply.Task task ->
                    throw CommandFailure.failed("The server goes on as a task, which the command line cannot follow.");
            };
        }

        /** Whether the time for the whole answer is over. */
        boolean isOver() {
            return deadline.hasPassed();
        }

        /** All entries of a list, page after page. */
        List<Json> list(String method, String member) {
            List<Json> entries = new ArrayList<>();
            Optional<Json> cursor = Optional.empty();
            do {
                Json page =
                        ask(method, Json.object().putIfPresent("cursor", cursor).build());
                entries.addAll(page.member(member).map(Json::elements).orElse(List.of()));
                cursor = page.member("nextCursor").filter(Json::isString);
            } while (cursor.isPresent());
            return entries;
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
