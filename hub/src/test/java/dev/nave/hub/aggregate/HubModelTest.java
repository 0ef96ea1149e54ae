package dev.nave.hub.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.FakeServer;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.TestExchange;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.NameStyle;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds whatever servers do: they come, die and come back while several principals call. */
final class HubModelTest {
    private static final List<String> TOOLS = List.of("x", "y", "z", "b__x", "odd name", "c__", "_x");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aNameMeansOneToolWhoeverIsUpAndAnswersReachWhoAsked(long seed) throws Exception {
        Random random = new Random(seed);
        List<FakeServer> servers = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d")) {
            FakeServer server = new FakeServer(name);
            server.has(
                    ListKind.TOOLS,
                    TOOLS.stream().filter(tool -> random.nextBoolean()).toArray(String[]::new));
            server.answers = (request, exchange) -> new Reply.Complete(Json.object()
                    .put("at", name + "/" + request.params().string("name").orElse(""))
                    .put("for", exchange.caller().principal())
                    .build());
            servers.add(server);
        }
        try (TestHub hub = TestHub.started(HubModelTest::quick, servers.toArray(FakeServer[]::new))) {
            Set<String> names = new TreeSet<>();
            Map<String, String> meanings = new HashMap<>();
            for (int round = 0; round < 30; round++) {
                if (random.nextInt(3) == 0) {
                    servers.get(random.nextInt(servers.size())).die("at random");
                }
                names.addAll(hub.tools());
                for (FutureTask<Answer> call : calls(hub, names, random)) {
                    check(call.get(), meanings);
                }
            }
            assertThat(meanings).isNotEmpty();
            List<String> settled = hub.names(ListKind.TOOLS);
            assertThat(hub.names(ListKind.TOOLS)).isEqualTo(settled).doesNotHaveDuplicates();
        }
    }

    private static void check(Answer answer, Map<String, String> meanings) {
        if (answer.reply() instanceof Reply.Complete(Json result) && result.find("at") != null) {
            String at = result.string("at").orElseThrow();
            assertThat(result.string("for")).contains(answer.principal());
            assertThat(meanings.putIfAbsent(answer.name(), at))
                    .as(answer.name())
                    .isIn(null, at);
        } else if (!answer.name().startsWith("hub__")) {
            // Away just now: said so, never answered by another.
            assertThat(answer.reply()).isInstanceOf(Reply.Failed.class);
        }
    }

    private static List<FutureTask<Answer>> calls(TestHub hub, Set<String> names, Random random) {
        List<FutureTask<Answer>> calls = new ArrayList<>();
        for (String name : names) {
            String principal = "principal-" + random.nextInt(3);
            FutureTask<Answer> call = new FutureTask<>(() -> {
                Json params = Json.object().put("name", name).build();
                Request request = new Request(Method.TOOLS_CALL, params);
                return new Answer(name, principal, hub.hub().serve(request, TestExchange.of(principal)));
            });
            Thread.ofVirtual().start(call);
            calls.add(call);
        }
        return calls;
    }

    private static Configuration quick(Configuration all) {
        List<ServerSettings> servers = all.servers().stream()
                .map(server -> new ServerSettings(
                        server.name(),
                        server.target(),
                        true,
                        false,
                        server.names(),
                        server.interactive(),
                        server.tools(),
                        server.waits().with(Wait.RESTART, Duration.ofMillis(2)),
                        server.era()))
                .toList();
        return all.withNode(all.node()
                        .withLimits(
                                all.node()
                                        .waits()
                                        .with(Wait.START_BUDGET, Duration.ofMillis(1))
                                        .with(Wait.DEBOUNCE, Duration.ofMillis(2)),
                                all.node().bounds()))
                .withNames(NameStyle.PLAIN)
                .withServers(servers);
    }

    private record Answer(String name, String principal, Reply reply) {}
}
