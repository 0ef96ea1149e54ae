package dev.nave.bench;

import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.EventStream;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.HttpServer;
import dev.nave.transport.http.HttpServerOptions;
import dev.nave.transport.http.SentEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server that answers at once: {@code http|stdio legacy|modern TOOLS}. Every tool echoes what it is given; the tool
 * {@code ask} of a legacy server over HTTP asks its user first.
 */
final class FakeServer {
    private static final Json QUESTION =
            Json.parse("{\"message\":\"Go on?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}");
    private static final CountDownLatch NOBODY = new CountDownLatch(0);

    private final boolean modern;
    private final Json tools;
    private final Map<Id, CountDownLatch> asked = new ConcurrentHashMap<>();
    private final AtomicLong questions = new AtomicLong();

    FakeServer(boolean modern, int tools) {
        this.modern = modern;
        List<Json> entries = new ArrayList<>();
        for (int i = 0; i < tools; i++) {
            entries.add(Json.parse("""
                {"name":"echo%s","description":"Gives back what it is given, word for word.","inputSchema":\
                {"type":"object","properties":{"text":{"type":"string"}},"required":["text"]}}\
                """.formatted(i == 0 ? "" : "_" + i)));
        }
        if (!modern) {
            entries.add(Json.parse("{\"name\":\"ask\",\"inputSchema\":{\"type\":\"object\"}}"));
        }
        this.tools = Json.array(entries);
    }

    public static void main(String[] arguments) throws Exception {
        FakeServer server = new FakeServer(arguments[1].equals("modern"), Integer.parseInt(arguments[2]));
        if (arguments[0].equals("stdio")) {
            server.lines();
            return;
        }
        HttpServer http = HttpServer.start(HttpServerOptions.on("127.0.0.1", 0), server::handle);
        System.out.println("listening " + http.uri("/mcp"));
        new CountDownLatch(1).await();
    }

    private void lines() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = in.readLine()) != null) {
            if (Frame.read(line.getBytes(StandardCharsets.UTF_8), JsonLimits.DEFAULT)
                    instanceof Frame.Single(Message.Request request)) {
                byte[] answer = answer(request).toJson().toLine();
                System.out.write(answer, 0, answer.length);
                System.out.write('\n');
                System.out.flush();
            }
        }
    }

    void handle(HttpExchange http) {
        if (!http.method().equals("POST")) {
            http.respond(405, Map.of("Allow", "POST"), new byte[0]);
            return;
        }
        Frame frame = Frame.read(http.body(), JsonLimits.DEFAULT);
        if (!(frame instanceof Frame.Single(Message.Request request))) {
            if (frame instanceof Frame.Single(Message.Result result)) {
                asked.getOrDefault(result.id(), NOBODY).countDown();
            }
            http.respond(202, Map.of(), new byte[0]);
            return;
        }
        if (!modern && request.params().string("name").equals(Optional.of("ask"))) {
            ask(http, request);
            return;
        }
        Message.Response answer = answer(request);
        boolean unknown = answer instanceof Message.Failure && modern;
        http.respond(unknown ? 404 : 200, Map.of("Content-Type", "application/json"), answer.toBytes());
    }

    private void ask(HttpExchange http, Message.Request request) {
        Id id = Id.of(questions.incrementAndGet());
        CountDownLatch answered = new CountDownLatch(1);
        asked.put(id, answered);
        try (EventStream stream = http.openStream(Map.of())) {
            stream.send(SentEvent.of(new Message.Request(id, Method.ELICITATION, QUESTION)
                    .toJson()
                    .toBytes()));
            if (answered.await(30, TimeUnit.SECONDS)) {
                stream.send(SentEvent.of(answer(request).toBytes()));
            }
        } catch (IOException | InterruptedException gone) {
            System.err.println("Nobody takes the answer: " + gone);
        } finally {
            asked.remove(id);
        }
    }

    private Message.Response answer(Message.Request request) {
        JsonObject result = Json.object();
        switch (request.method()) {
            case Method.TOOLS_CALL ->
                result.put(
                        "content",
                        Json.array(List.of(Json.object()
                                .put("type", "text")
                                .put(
                                        "text",
                                        request.params().at("arguments", "text").orElse(Json.NULL))
                                .build())));
            case Method.TOOLS_LIST -> result.put("tools", tools);
            case Method.INITIALIZE -> {
                if (modern) {
                    return unknown(request);
                }
                result.put("protocolVersion", Revision.V2025_11_25.wireName())
                        .put("capabilities", capabilities())
                        .put("serverInfo", info());
            }
            case Method.DISCOVER -> {
                if (!modern) {
                    return unknown(request);
                }
                result.put("supportedVersions", Json.array(List.of(Json.of(Revision.V2026_07_28.wireName()))))
                        .put("capabilities", capabilities());
            }
            case Method.PING -> {}
            default -> {
                return unknown(request);
            }
        }
        if (modern) {
            result.put("resultType", "complete")
                    .put("_meta", Json.object().put(MetaKey.SERVER_INFO, info()).build());
            if (!request.method().equals(Method.TOOLS_CALL)) {
                result.put("ttlMs", 3_600_000).put("cacheScope", "public");
            }
        }
        return new Message.Result(request.id(), result.build());
    }

    private static Message.Response unknown(Message.Request request) {
        return new Message.Failure(request.id(), ErrorCode.METHOD_NOT_FOUND, "No method " + request.method(), null);
    }

    private static Json capabilities() {
        return Json.object().put("tools", Json.EMPTY_OBJECT).build();
    }

    private static Json info() {
        return Json.object().put("name", "fake").put("version", "1").build();
    }
}
