package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.ServerSettings.Interactive;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The door to modern servers, over pipes (2026-07-28, basic/transports, "stdio"). */
class ModernPipeTest {
    private final TestWires wires = new TestWires();
    private final HeardFeed feed = new HeardFeed();
    /** Calls the child has got and not answered. */
    private final BlockingQueue<Message.Request> calls = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        wires.close();
    }

    @Test
    void aCallGivenUpIsCancelledByANotification() throws Exception {
        Asker asker = Asker.plain();
        try (Connection connection = connect(TestWires.child())) {
            CompletableFuture<Reply> reply = serve(connection, asker);
            Message.Request call = calls.poll(30, TimeUnit.SECONDS);
            asker.cancellation().cancel("enough");
            Message.Notification told = (Message.Notification) child().next(Method.CANCELLED);
            assertThat(told.params().find("requestId")).isEqualTo(call.id().value());
            assertThat(reply.get(30, TimeUnit.SECONDS)).isInstanceOf(Reply.Failed.class);
        }
    }

    @Test
    void aLogMessageIsTheCallsThatAloneWantsOne() throws Exception {
        Asker wanting = Asker.plain().logging(LogLevel.INFO);
        try (Connection connection = connect(TestWires.child())) {
            CompletableFuture<Reply> silent = serve(connection, Asker.plain());
            Message.Request first = calls.poll(30, TimeUnit.SECONDS);
            CompletableFuture<Reply> reply = serve(connection, wanting);
            Message.Request second = calls.poll(30, TimeUnit.SECONDS);
            child().tell(Method.MESSAGE, "{\"level\":\"info\",\"data\":1}");
            child().answer(first, "{}");
            child().answer(second, "{}");
            reply.get(30, TimeUnit.SECONDS);
            silent.get(30, TimeUnit.SECONDS);
        }
        assertThat(wanting.logs).hasSize(1);
    }

    @Test
    void aLogMessageThatCouldBeOfSeveralCallsIsNobodys() throws Exception {
        Asker alice = Asker.plain().logging(LogLevel.INFO);
        Asker bob = Asker.plain().as("bob").logging(LogLevel.INFO);
        try (Connection connection = connect(TestWires.child())) {
            CompletableFuture<Reply> one = serve(connection, alice);
            Message.Request first = calls.poll(30, TimeUnit.SECONDS);
            CompletableFuture<Reply> two = serve(connection, bob);
            Message.Request second = calls.poll(30, TimeUnit.SECONDS);
            child().tell(Method.MESSAGE, "{\"level\":\"info\",\"data\":1}");
            child().answer(first, "{}");
            child().answer(second, "{}");
            one.get(30, TimeUnit.SECONDS);
            two.get(30, TimeUnit.SECONDS);
        }
        assertThat(alice.logs).isEmpty();
        assertThat(bob.logs).isEmpty();
    }

    @Test
    void whatIsListenedToComesUnderTheIdOfTheListen() throws Exception {
        BlockingQueue<Message.Request> listens = new LinkedBlockingQueue<>();
        wires.script = Scripts.modern((child, message) -> {
            if (message instanceof Message.Request request && request.method().equals(Method.SUBSCRIPTIONS_LISTEN)) {
                Json filter = request.params().member("notifications").orElseThrow();
                child.tell(Method.ACKNOWLEDGED, under(request, "\"notifications\":" + filter + ","));
                listens.add(request);
            }
        });
        try (Connection connection = wires.connect(TestWires.child(), feed)) {
            Message.Request first = listens.poll(30, TimeUnit.SECONDS);
            child().tell(Method.TOOLS_CHANGED, under(first, ""));
            assertThat(feed.next("changed")).isEqualTo("changed TOOLS");
            assertThat(connection.watch(Set.of("x:1"))).containsExactly("x:1");
            Message.Request second = listens.poll(30, TimeUnit.SECONDS);
            Message.Notification dropped = (Message.Notification) child().next(Method.CANCELLED);
            assertThat(dropped.params().find("requestId")).isEqualTo(first.id().value());
            child().tell(Method.RESOURCE_UPDATED, under(second, "\"uri\":\"x:1\","));
            assertThat(feed.next("updated")).isEqualTo("updated x:1");
        }
    }

    @Test
    void aServerThatMustNeverAskSeesNoClientThatCouldAnswer() throws Exception {
        try (Connection connection = connect(TestWires.with(TestWires.child(), Interactive.NEVER))) {
            CompletableFuture<Reply> reply =
                    serve(connection, Asker.plain().able("{\"sampling\":{},\"extensions\":{\"x\":{}}}"));
            Message.Request call = calls.poll(30, TimeUnit.SECONDS);
            assertThat(call.params().at("_meta", "io.modelcontextprotocol/clientCapabilities"))
                    .contains(Json.parse("{\"extensions\":{\"x\":{}}}"));
            child().answer(call, "{}");
            reply.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aChildThatDiesTakesTheConnectionWithIt() throws Exception {
        try (Connection connection = connect(TestWires.child())) {
            CompletableFuture<Reply> reply = serve(connection, Asker.plain());
            assertThat(calls.poll(30, TimeUnit.SECONDS)).isNotNull();
            child().lastWords = "out of memory";
            child().die("it ended with status 9");
            assertThat(((Reply.Failed) reply.get(30, TimeUnit.SECONDS)).ran()).isEqualTo(Reply.Ran.PERHAPS);
            assertThat(feed.next("lost")).contains("status 9").contains("out of memory");
        }
    }

    private static String under(Message.Request listen, String members) {
        return "{" + members + "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + listen.id() + "}}";
    }

    private Connection connect(ServerSettings settings) throws Exception {
        wires.script = Scripts.modern((child, message) -> {
            if (message instanceof Message.Request request && request.method().equals(Method.TOOLS_CALL)) {
                calls.add(request);
            }
        });
        return wires.connect(settings, feed);
    }

    private FakeChild child() {
        return wires.children.getFirst();
    }

    private static CompletableFuture<Reply> serve(Connection connection, Asker asker) {
        Request call = new Request(Method.TOOLS_CALL, Json.parse("{\"name\":\"t\"}"));
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> reply.complete(connection.serve(call, asker)));
        return reply;
    }
}
