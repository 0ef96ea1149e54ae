package dev.nave.edge.downstream.modern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.edge.downstream.Door;
import dev.nave.edge.downstream.Doors;
import dev.nave.edge.downstream.FakeEndpoint;
import dev.nave.edge.downstream.FakeExchange;
import dev.nave.hub.Reply;
import dev.nave.hub.Server;
import dev.nave.hub.caller.Callers;
import dev.nave.hub.configuration.ApiKeys;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.transport.http.HttpServer;
import dev.nave.transport.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The front and the modern door on a real socket. */
class HttpDisconnectTest {
    private static final Json DONE = Json.parse("{\"content\":[]}");

    @Test
    void aClientThatHangsUpCancelsItsCall() throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        try (HttpServer server = serve((request, exchange) -> {
            exchange.cancellation().onCancel(cancelled::countDown);
            begun.countDown();
            await(cancelled);
            return new Reply.Complete(DONE);
        })) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                FakeExchange call = ModernFixture.request("tools/call", "{\"name\":\"t\"}");
                StringBuilder head =
                        new StringBuilder("POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n");
                for (String name : call.headerNames()) {
                    head.append(name)
                            .append(": ")
                            .append(call.headers(name).getFirst())
                            .append("\r\n");
                }
                head.append("Content-Length: ").append(call.body().length).append("\r\n\r\n");
                socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(call.body());
                socket.getOutputStream().flush();
                await(begun);
            }
            await(cancelled);
        }
    }

    @Test
    void progressReachesTheClientAsEventsOfOneStream() throws IOException, InterruptedException {
        try (HttpServer server = serve((request, exchange) -> {
                    exchange.progress(Json.parse("{\"progress\":1}"));
                    return new Reply.Complete(DONE);
                });
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = send(
                    client,
                    server,
                    ModernFixture.request("tools/call", "{\"name\":\"t\"}", "{}", "{\"progressToken\":\"p\"}"));
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            List<String> events = answer.body()
                    .lines()
                    .filter(line -> line.startsWith("data:"))
                    .toList();
            assertThat(events).hasSize(2);
            assertThat(events.getFirst()).contains("\"progressToken\":\"p\"");
            assertThat(events.getLast()).contains("\"resultType\":\"complete\"");
        }
    }

    @Test
    void theFrontRefusesWhatNoDoorServes() throws IOException, InterruptedException {
        try (HttpServer server = serve((request, exchange) -> new Reply.Complete(DONE));
                HttpClient client = HttpClient.newHttpClient()) {
            FakeExchange elsewhere = ModernFixture.request("tools/list", "{}");
            assertThat(send(client, server, "/elsewhere", elsewhere).statusCode())
                    .isEqualTo(404);
            assertThat(send(client, server, elsewhere.with("Content-Type", "text/plain"))
                            .statusCode())
                    .isEqualTo(415);
            assertThat(send(client, server, new FakeExchange("POST", "{")).statusCode())
                    .isEqualTo(400);
        }
    }

    private static HttpResponse<String> send(HttpClient client, HttpServer server, FakeExchange request)
            throws IOException, InterruptedException {
        return send(client, server, "/mcp", request);
    }

    private static HttpResponse<String> send(HttpClient client, HttpServer server, String path, FakeExchange request)
            throws IOException, InterruptedException {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(server.uri(path)).POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headerNames().forEach(name -> request.headers(name).forEach(value -> builder.header(name, value)));
        return client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpServer serve(Server server) throws IOException {
        FakeEndpoint endpoint = new FakeEndpoint(server);
        Door modern = new ModernFixture(endpoint).door;
        Doors doors = new Doors(
                path -> path.equals("/mcp") ? Optional.of(endpoint) : Optional.empty(),
                () -> new Callers(new ApiKeys(List.of())),
                modern,
                modern,
                JsonLimits.DEFAULT);
        return HttpServer.start(HttpServerOptions.on("127.0.0.1", 0), doors);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
