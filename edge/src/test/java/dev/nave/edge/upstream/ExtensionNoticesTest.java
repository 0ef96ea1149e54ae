package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.ServerSettings.Era;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Notifications that no revision defines reach the call they can only be about, where client and server agreed on them. */
class ExtensionNoticesTest {
    private static final String NOTICE = "notifications/com.example/heard";
    private static final String PARAMS = "{\"n\":1.50, \"why\":\"\\u00fc\"}";
    private static final String EXTENSIONS = ",\"extensions\":{\"com.example/x\":{}}";

    private final TestWires wires = new TestWires();
    private final FakeSite site = new FakeSite();
    private final HeardFeed feed = new HeardFeed();
    private final BlockingQueue<Message.Request> calls = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        wires.close();
        site.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"MODERN", "LEGACY"})
    void oneOnTheStreamOfACallIsThatCalls(Era era) throws Exception {
        site.script = visit -> {
            switch (visit.name()) {
                case Method.DISCOVER -> visit.answer(extended(Scripts.DISCOVERED));
                case Method.INITIALIZE -> visit.answer(Map.of("Mcp-Session-Id", "s"), extended(Scripts.INITIALIZED));
                case Method.TOOLS_CALL -> {
                    FakeSite.Stream stream = visit.stream();
                    stream.tell(NOTICE, PARAMS);
                    stream.answer("{\"content\":[]}");
                }
                case Method.SUBSCRIPTIONS_LISTEN -> visit.fail(404, -32601, "Method not found", null);
                case Method.TOOLS_LIST -> visit.answer("{\"tools\":[]}");
                default -> visit.status(202);
            }
        };
        Asker sharing = sharing();
        Asker other = Asker.plain().able("{\"extensions\":{\"com.example/other\":{}}}");
        try (Connection connection = wires.connect(TestWires.with(TestWires.remote(site.url()), era), feed)) {
            assertThat(connection.serve(call(), sharing)).isInstanceOf(Reply.Complete.class);
            assertThat(connection.serve(call(), other)).isInstanceOf(Reply.Complete.class);
        }
        assertThat(sharing.passed).containsExactly(NOTICE + " " + PARAMS);
        assertThat(other.passed).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"MODERN", "LEGACY"})
    void oneOnAPipeIsTheOnlyCallsThatItCanBeAbout(Era era) throws Exception {
        Asker sharing = sharing();
        try (Connection connection = connect(era)) {
            CompletableFuture<Reply> reply = serve(connection, sharing);
            Message.Request call = calls.poll(30, TimeUnit.SECONDS);
            child().tell(NOTICE, PARAMS);
            child().answer(call, "{}");
            reply.get(30, TimeUnit.SECONDS);
            child().tell(NOTICE, PARAMS);
        }
        assertThat(sharing.passed).containsExactly(NOTICE + " " + PARAMS);
    }

    @ParameterizedTest
    @EnumSource(names = {"MODERN", "LEGACY"})
    void oneThatCouldBeOfSeveralCallsIsNobodys(Era era) throws Exception {
        Asker alice = sharing();
        Asker bob = sharing();
        try (Connection connection = connect(era)) {
            CompletableFuture<Reply> one = serve(connection, alice);
            Message.Request first = calls.poll(30, TimeUnit.SECONDS);
            CompletableFuture<Reply> two = serve(connection, bob);
            Message.Request second = calls.poll(30, TimeUnit.SECONDS);
            child().tell(NOTICE, PARAMS);
            child().answer(first, "{}");
            child().answer(second, "{}");
            one.get(30, TimeUnit.SECONDS);
            two.get(30, TimeUnit.SECONDS);
        }
        assertThat(alice.passed).isEmpty();
        assertThat(bob.passed).isEmpty();
    }

    @Test
    void aServerThatDeclaresNoExtensionHasNoneToTellOf() throws Exception {
        wires.script = Scripts.modern((child, message) -> answer(child, message, NOTICE));
        Asker sharing = sharing();
        try (Connection connection = wires.connect(TestWires.child(), feed)) {
            assertThat(connection.serve(call(), sharing)).isInstanceOf(Reply.Complete.class);
        }
        assertThat(sharing.passed).isEmpty();
    }

    private static Asker sharing() {
        return Asker.plain().able("{\"extensions\":{\"com.example/x\":{\"level\":3}}}");
    }

    private static String extended(String opening) {
        return opening.replace("\"resources\":{\"subscribe\":true}", "\"resources\":{\"subscribe\":true}" + EXTENSIONS);
    }

    private Connection connect(Era era) throws Exception {
        wires.script = (child, message) -> {
            if (!(message instanceof Message.Request request)) {
                return;
            }
            switch (request.method()) {
                case Method.DISCOVER -> child.answer(request, extended(Scripts.DISCOVERED));
                case Method.INITIALIZE -> child.answer(request, extended(Scripts.INITIALIZED));
                case Method.TOOLS_CALL -> calls.add(request);
                default -> child.fail(request, -32601, "Method not found");
            }
        };
        return wires.connect(TestWires.with(TestWires.child(), era), feed);
    }

    private static void answer(FakeChild child, Message message, String notice) {
        if (message instanceof Message.Request request && request.method().equals(Method.TOOLS_CALL)) {
            child.tell(notice, PARAMS);
            child.answer(request, "{}");
        }
    }

    private FakeChild child() {
        return wires.children.getLast();
    }

    private static Request call() {
        return new Request(Method.TOOLS_CALL, Json.parse("{\"name\":\"t\"}"));
    }

    private static CompletableFuture<Reply> serve(Connection connection, Asker asker) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> reply.complete(connection.serve(call(), asker)));
        return reply;
    }
}
