package dev.nave.edge.downstream.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.edge.downstream.Doors;
import dev.nave.hub.Answer;
import dev.nave.hub.Endpoint;
import dev.nave.hub.ListKind;
import dev.nave.hub.Question;
import dev.nave.hub.Reply;
import dev.nave.hub.Time;
import dev.nave.hub.caller.Callers;
import dev.nave.hub.configuration.ApiKeys;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.transport.http.HttpServer;
import dev.nave.transport.http.HttpServerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same door with real sockets on either side. */
@Timeout(120)
class OverSocketsTest {
    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"roots\":{}}}}";
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{}}";

    private final ScriptedEndpoint endpoint = new ScriptedEndpoint();
    private final LegacyDoor door = new LegacyDoor(
            Waits.defaults(),
            Bounds.defaults(),
            new Seals(List.of(), new SecureRandom(), Time.SYSTEM),
            Time.SYSTEM,
            () -> UUID.randomUUID().toString().replace("-", ""));
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server = start(door);

    @AfterEach
    void close() {
        door.close();
        server.close(Duration.ZERO);
        client.shutdownNow();
    }

    @Test
    void aCallAsksItsClientAndEnds() throws Exception {
        endpoint.answer((request, exchange) -> new Reply.Complete(
                exchange.ask(new Question(null, "roots/list", Json.EMPTY_OBJECT)) instanceof Answer.Answered(Json roots)
                        ? roots
                        : Json.EMPTY_OBJECT));
        String session = session();

        try (Events events = events(post(session, CALL))) {
            assertThat(events.next().data())
                    .as("the event a client may come back to")
                    .isEmpty();
            Json question = Json.parse(events.next().data());
            String answer = "{\"jsonrpc\":\"2.0\",\"id\":"
                    + question.member("id").orElseThrow().raw() + ",\"result\":{\"roots\":[ ]}}";
            assertThat(client.send(post(session, answer), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(202);

            assertThat(events.next().data()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"roots\":[ ]}}");
            assertThat(events.isOver()).isTrue();
        }
    }

    @Test
    void aClientWhoseConnectionBrokeComesBackForItsResult() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        endpoint.answer((request, exchange) -> {
            await(go);
            return new Reply.Complete(Json.of(exchange.cancellation().isCancelled()));
        });
        String session = session();
        String last;
        try (Events events = events(post(session, CALL))) {
            last = events.next().id();
        }

        try (Events resumed = events(get(session).header("Last-Event-ID", last).build())) {
            go.countDown();

            assertThat(resumed.next().data()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":false}");
        }
    }

    @Test
    void aListeningClientHearsOfChanges() throws Exception {
        String session = session();
        try (Events events = events(get(session).build())) {
            assertThat(events.next().data()).isEmpty();
            endpoint.tell(new Endpoint.Event.ListChanged(ListKind.TOOLS));

            assertThat(events.next().data()).contains("notifications/tools/list_changed");
        }
    }

    @Test
    void aClientOfTheFirstRevisionIsToldWhereToPost() throws Exception {
        HttpRequest open = HttpRequest.newBuilder(server.uri("/mcp"))
                .header("Accept", "text/event-stream")
                .build();
        try (Events events = events(open)) {
            String address = events.next().data();
            HttpRequest post = HttpRequest.newBuilder(server.uri("/mcp").resolve(address))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(INITIALIZE.replace("2025-11-25", "2024-11-05")))
                    .build();
            assertThat(client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(202);

            assertThat(events.next().data()).contains("\"protocolVersion\":\"2024-11-05\"");
        }
    }

    private HttpServer start(LegacyDoor served) {
        Doors doors = new Doors(
                path -> Optional.of(endpoint),
                () -> new Callers(new ApiKeys(List.of())),
                served,
                served,
                JsonLimits.DEFAULT);
        try {
            return HttpServer.start(HttpServerOptions.on("127.0.0.1", 0), doors);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A session that listens to changes already. */
    private String session() throws Exception {
        HttpResponse<String> opened = client.send(
                builder().POST(HttpRequest.BodyPublishers.ofString(INITIALIZE)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(opened.statusCode()).isEqualTo(200);
        String session = opened.headers().firstValue("mcp-session-id").orElseThrow();
        client.send(
                post(session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"),
                HttpResponse.BodyHandlers.discarding());
        assertThat(endpoint.nextNote()).isEqualTo("subscribed");
        return session;
    }

    private HttpRequest post(String session, String body) {
        return builder()
                .header("Mcp-Session-Id", session)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder get(String session) {
        return HttpRequest.newBuilder(server.uri("/mcp"))
                .header("Mcp-Session-Id", session)
                .header("Accept", "text/event-stream");
    }

    private HttpRequest.Builder builder() {
        return HttpRequest.newBuilder(server.uri("/mcp"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
    }

    private Events events(HttpRequest request) throws Exception {
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        return new Events(new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(FakeHttp.PATIENCE, TimeUnit.SECONDS)) {
                throw new AssertionError("expected it within " + FakeHttp.PATIENCE + " s");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private record Event(String id, String data) {}

    /** Reads a stream the way a plain client does. */
    private record Events(BufferedReader lines) implements AutoCloseable {
        Event next() throws IOException {
            String id = "";
            StringBuilder data = new StringBuilder();
            boolean any = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && any) {
                    return new Event(id, data.toString());
                }
                if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                    any = true;
                } else if (line.startsWith("data:")) {
                    data.append(line.substring(5).strip());
                    any = true;
                }
            }
            throw new AssertionError("the stream ended");
        }

        boolean isOver() throws IOException {
            String line = lines.readLine();
            while (line != null && (line.isEmpty() || line.startsWith(":"))) {
                line = lines.readLine();
            }
            return line == null;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
