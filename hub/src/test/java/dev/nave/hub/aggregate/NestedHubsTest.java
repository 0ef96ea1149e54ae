package dev.nave.hub.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Caller;
import dev.nave.hub.Connector;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Connector.Feed;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Endpoint.Event;
import dev.nave.hub.Endpoint.Interest;
import dev.nave.hub.Eventually;
import dev.nave.hub.Exchange;
import dev.nave.hub.FakeServer;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.TestExchange;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hubs as servers of hubs, without a wire in between. */
final class NestedHubsTest {
    private final Map<String, Hub> hubs = new HashMap<>();
    private final FakeServer files =
            new FakeServer("files").has(ListKind.TOOLS, "read").has(ListKind.RESOURCES, "file:///a");
    private final FakeServer git = new FakeServer("git").has(ListKind.TOOLS, "log");

    @AfterEach
    void close() {
        hubs.values().forEach(Hub::close);
    }

    @Test
    void aHubIsAServerLikeAnyOther() {
        hub("inner", files);
        Hub outer = hub("outer", new FakeServer("inner"), git);
        awaitTools(outer, "inner__files__read", "inner__hub__list_tools", "git__log");
        outer.serve(call("inner__files__read"), TestExchange.of("alice"));
        assertThat(files.calls.getLast().params().string("name")).contains("read");
        assertThat(files.exchanges.getLast().hops()).containsExactly("outer", "inner");
        Json read = Json.object().put("uri", "inner+files+file:///a").build();
        outer.serve(new Request(Method.RESOURCES_READ, read), TestExchange.of("alice"));
        assertThat(files.calls.getLast().params().string("uri")).contains("file:///a");
    }

    @Test
    void hubsThatAreServersOfEachOtherListWhatIsBehindTheOtherOnceAndRefuseCallsThatComeRound() {
        Hub one = hub("one", files, new FakeServer("two"));
        Hub two = hub("two", git, new FakeServer("one"));
        one.start();
        awaitTools(one, "files__read", "two__git__log");
        awaitTools(two, "git__log", "one__files__read");
        files.has(ListKind.TOOLS, "read", "write");
        files.change(ListKind.TOOLS);
        awaitTools(two, "one__files__write");
        assertThat(tools(one)).noneMatch(name -> name.startsWith("two__one__"));
        assertThat(tools(two)).noneMatch(name -> name.startsWith("one__two__"));
        Reply round = one.serve(call("two__one__files__read"), TestExchange.of("alice"));
        assertThat(round).isInstanceOf(Reply.Failed.class);
    }

    private static void awaitTools(Hub hub, String... names) {
        Eventually.await(Arrays.toString(names), () -> tools(hub).containsAll(List.of(names)));
    }

    private static List<String> tools(Hub hub) {
        Reply reply = hub.serve(new Request(Method.TOOLS_LIST, Json.EMPTY_OBJECT), TestExchange.of("alice"));
        return TestHub.names(ListKind.TOOLS, reply);
    }

    private static Request call(String tool) {
        return new Request(Method.TOOLS_CALL, Json.object().put("name", tool).build());
    }

    /** A hub whose servers are fakes, or hubs of the same name once there are any. */
    private Hub hub(String id, FakeServer... servers) {
        Configuration all = Configuration.of(
                Arrays.stream(servers).map(FakeServer::settings).toList());
        Configuration quick = all.withNode(all.node()
                .withLimits(
                        all.node()
                                .waits()
                                .with(Wait.START_BUDGET, Duration.ofMillis(20))
                                .with(Wait.DEBOUNCE, Duration.ofMillis(10)),
                        all.node().bounds()));
        Connector fakes = FakeServer.connector(List.of(servers));
        Connector connector = (settings, feed) -> {
            Hub inner = hubs.get(settings.name());
            return inner == null ? fakes.connect(settings, feed) : new HubConnection(inner, feed);
        };
        Hub hub = new Hub(
                quick,
                Surroundings.of(
                        quick,
                        connector,
                        new Seals(List.of(), new SecureRandom(), Time.SYSTEM),
                        new Identity(id, Json.object().put("name", id).build()),
                        Time.SYSTEM,
                        new Random(1)));
        hubs.put(id, hub);
        if (!id.equals("one")) {
            hub.start();
        }
        return hub;
    }

    private static final class HubConnection implements Connection {
        private final Hub inner;
        private final Endpoint.Subscription subscription;
        private final Opening opening;

        HubConnection(Hub inner, Feed feed) {
            this.inner = inner;
            Endpoint.Description self = inner.describe(Caller.LOCAL);
            this.opening = new Opening(Revision.NEWEST, self.serverInfo(), self.capabilities(), self.instructions());
            this.subscription = inner.subscribe(
                    Caller.LOCAL,
                    new Interest(Set.of(ListKind.TOOLS, ListKind.PROMPTS, ListKind.RESOURCES), Set.of()),
                    event -> tell(feed, event));
        }

        private static void tell(Feed feed, Event event) {
            if (event instanceof Event.ListChanged(ListKind kind)) {
                feed.listChanged(kind);
            }
        }

        @Override
        public Opening opening() {
            return opening;
        }

        @Override
        public Reply serve(Request request, Exchange exchange) {
            return inner.serve(request, exchange);
        }

        @Override
        public Set<String> watch(Set<String> uris) {
            return uris;
        }

        @Override
        public void close() {
            subscription.close();
        }
    }
}
