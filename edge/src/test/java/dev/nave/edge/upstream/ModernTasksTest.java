package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Connector.Connection;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a modern server is made to report changes of tasks (extension {@code io.modelcontextprotocol/tasks}). */
class ModernTasksTest {
    private static final String ABLE = """
        {"resultType":"complete","supportedVersions":["2026-07-28"],
         "capabilities":{"tools":{},"extensions":{"io.modelcontextprotocol/tasks":{}}}}\
        """;

    private final TestWires wires = new TestWires();
    private final FakeSite site = new FakeSite();
    private final HeardFeed feed = new HeardFeed();
    private final BlockingQueue<FakeSite.Stream> listens = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        wires.close();
        site.close();
    }

    @Test
    void oneListenFollowsAllTasksAndIsReplacedWhenTheyChange() throws Exception {
        site.script = acknowledging(ABLE);
        try (Connection connection = connect()) {
            assertThat(connection.watchTasks(Set.of("t1"))).containsExactly("t1");
            FakeSite.Stream first = next();
            assertThat(first.visit().request().params().at("notifications"))
                    .contains(Json.parse("{\"taskIds\":[\"t1\"]}"));
            assertThat(first.visit()
                            .request()
                            .params()
                            .at(
                                    "_meta",
                                    "io.modelcontextprotocol/clientCapabilities",
                                    "extensions",
                                    "io.modelcontextprotocol/tasks"))
                    .isPresent();
            first.tell(
                    Method.TASKS,
                    "{\"taskId\":\"t1\",\"status\":\"working\",\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":1}}");
            first.tell(Method.TASKS, "{\"taskId\":\"t9\",\"status\":\"working\"}");
            assertThat(feed.next("task")).isEqualTo("task t1 {\"taskId\":\"t1\",\"status\":\"working\"}");

            assertThat(connection.watchTasks(Set.of("t1", "t2"))).containsExactlyInAnyOrder("t1", "t2");
            FakeSite.Stream second = next();
            second.tell(Method.TASKS, "{\"taskId\":\"t2\",\"status\":\"completed\"}");
            assertThat(feed.next("task")).startsWith("task t2");
            assertThat(connection.watchTasks(Set.of())).isEmpty();
        }
    }

    @Test
    void aListenThatEndedIsOpenedAgainAndItsTasksMayHaveChanged() throws Exception {
        site.script = acknowledging(ABLE);
        try (Connection connection = connect()) {
            connection.watchTasks(Set.of("t1"));
            next().end();
            assertThat(feed.next("task")).isEqualTo("task t1 -");
            next().tell(Method.TASKS, "{\"taskId\":\"t1\",\"status\":\"completed\"}");
            assertThat(feed.next("task")).startsWith("task t1 {");
        }
    }

    @Test
    void aServerWithoutTheExtensionReportsNoTasks() throws Exception {
        site.script = acknowledging(Scripts.DISCOVERED);
        try (Connection connection = connect()) {
            assertThat(connection.watchTasks(Set.of("t1"))).isEmpty();
        }
    }

    @Test
    void aServerThatRefusesSuchListensReportsNone() throws Exception {
        site.script = visit -> {
            if (visit.name().equals(Method.DISCOVER)) {
                visit.answer(ABLE);
            } else {
                visit.fail(404, -32601, "Method not found", null);
            }
        };
        try (Connection connection = connect()) {
            assertThat(connection.watchTasks(Set.of("t1"))).isEmpty();
        }
    }

    private FakeSite.Script acknowledging(String opening) {
        return visit -> {
            switch (visit.name()) {
                case Method.DISCOVER -> visit.answer(opening);
                case Method.SUBSCRIPTIONS_LISTEN -> {
                    Json filter =
                            visit.request().params().member("notifications").orElseThrow();
                    FakeSite.Stream stream = visit.stream();
                    stream.tell(
                            Method.ACKNOWLEDGED,
                            Json.object().put("notifications", filter).build().raw());
                    if (filter.find("taskIds") != null) {
                        listens.add(stream);
                    }
                }
                default -> visit.fail(404, -32601, "Method not found", null);
            }
        };
    }

    private FakeSite.Stream next() throws InterruptedException {
        FakeSite.Stream stream = listens.poll(30, TimeUnit.SECONDS);
        assertThat(stream).as("a listen").isNotNull();
        return stream;
    }

    private Connection connect() throws Exception {
        return wires.connect(TestWires.with(TestWires.remote(site.url()), Wait.RESTART, Duration.ofMillis(20)), feed);
    }
}
