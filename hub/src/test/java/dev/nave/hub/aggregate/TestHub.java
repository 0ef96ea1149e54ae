package dev.nave.hub.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint.Event;
import dev.nave.hub.Endpoint.Interest;
import dev.nave.hub.FakeServer;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.TestExchange;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.NameStyle;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.json.Json;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A hub in front of fake servers. */
record TestHub(Hub hub) implements AutoCloseable {
    static TestHub of(FakeServer... servers) {
        return started(configuration -> configuration, servers);
    }

    /** Configured otherwise than by default, and started. */
    static TestHub started(UnaryOperator<Configuration> change, FakeServer... servers) {
        List<ServerSettings> settings =
                Arrays.stream(servers).map(FakeServer::settings).toList();
        Configuration configuration = change.apply(Configuration.of(settings));
        Hub hub = new Hub(
                configuration,
                Surroundings.of(
                        configuration,
                        FakeServer.connector(List.of(servers)),
                        new Seals(List.of(), new SecureRandom(), Time.SYSTEM),
                        new Identity("this-hub", Json.parse("{\"name\":\"nave\",\"version\":\"0\"}")),
                        Time.SYSTEM,
                        new Random(1)));
        hub.start();
        return new TestHub(hub);
    }

    static UnaryOperator<Configuration> named(NameStyle style) {
        return all -> all.withNames(style);
    }

    Reply serve(String method, Json params) {
        return hub.serve(new Request(method, params), TestExchange.of("alice"));
    }

    Reply call(String tool) {
        return serve(
                "tools/call",
                Json.object()
                        .put("name", tool)
                        .put("arguments", Json.EMPTY_OBJECT)
                        .build());
    }

    List<String> names(ListKind kind) {
        hub.awaitListed(Duration.ofSeconds(30));
        return names(kind, serve(kind.method(), Json.EMPTY_OBJECT));
    }

    /** The tools as they are listed now, without waiting for anything but what the hub itself waits for. */
    List<String> tools() {
        return names(ListKind.TOOLS, serve(ListKind.TOOLS.method(), Json.EMPTY_OBJECT));
    }

    Json list(ListKind kind, Json params) {
        Reply reply = serve(kind.method(), params);
        assertThat(reply).isInstanceOf(Reply.Complete.class);
        return ((Reply.Complete) reply).result();
    }

    static List<String> names(ListKind kind, Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Complete.class);
        return ((Reply.Complete) reply)
                .result().member(kind.member()).orElseThrow().elements().stream()
                        .map(entry -> entry.string(kind.key()).orElseThrow())
                        .toList();
    }

    List<Event> hear(String principal, ListKind... kinds) {
        List<Event> heard = new CopyOnWriteArrayList<>();
        hub.subscribe(new Caller(principal, Set.of()), new Interest(Set.of(kinds), Set.of()), heard::add);
        return heard;
    }

    @Override
    public void close() {
        hub.close();
    }
}
