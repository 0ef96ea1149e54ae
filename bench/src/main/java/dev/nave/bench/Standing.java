package dev.nave.bench;

import dev.nave.bench.Bench.Plan;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.transport.http.HttpServer;
import dev.nave.transport.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What a hub costs before it does anything much: start, memory, sessions, and one long list. */
final class Standing {
    private static final int SERVERS = 50;
    private static final int HUNG = SERVERS / 2;
    private static final int TOOLS = 1_000;
    private static final int SESSIONS = 2_000;
    private static final Duration REST = Duration.ofSeconds(15);
    private static final String HUB = "hub";

    private Standing() {}

    static void measure(Plan plan, Report report) throws IOException, InterruptedException {
        lists(plan, report);
        idle(report);
        start(report);
    }

    /** So many tools of so many servers, one of which never answers and so has none to show. */
    private static void lists(Plan plan, Report report) throws IOException, InterruptedException {
        String section = "tools/list of 1,000 tools from 50 servers, one of them hung";
        List<HttpServer> servers = new ArrayList<>();
        CountDownLatch never = new CountDownLatch(1);
        JsonObject configured = Json.object();
        try {
            int answering = SERVERS - 1;
            for (int i = 0; i < SERVERS; i++) {
                int before = i > HUNG ? i - 1 : i;
                int tools = TOOLS / answering + (before < TOOLS % answering ? 1 : 0);
                FakeServer fake = new FakeServer(true, tools);
                boolean hung = i == HUNG;
                HttpServer server = HttpServer.start(HttpServerOptions.on("127.0.0.1", 0), http -> {
                    if (hung) {
                        await(never);
                    }
                    fake.handle(http);
                });
                servers.add(server);
                configured.put(
                        "s" + i,
                        Json.object().put("url", server.uri("/mcp").toString()).build());
            }
            Json root = Json.object()
                    .put("names", "prefix")
                    .put("mcpServers", configured.build())
                    .build();
            try (Subject hub = Subject.hub(Subject.file("lists", root.raw()), "")) {
                Load load = Calls.list(hub.uri());
                load.closed(1, plan.seconds());
                int listed = Calls.listed(hub.uri());
                if (listed < TOOLS) {
                    report.remark(section + ": only " + listed + " tools were listed.");
                }
                Spent spent = Spent.by(hub, true, () -> load.closed(1, plan.seconds()));
                Load.Outcome outcome = spent.outcome();
                report.add(section, "p50 ms", HUB, outcome.millis(0.5), 5);
                report.add(section, "p99 ms", HUB, outcome.millis(0.99));
                report.add(section, "CPU µs/call", HUB, spent.cpu() * 1e6 / outcome.calls());
            }
        } finally {
            never.countDown();
            servers.forEach(HttpServer::close);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Long enough that what the start needed was given back to the system. */
    private static void rest() throws InterruptedException {
        Thread.sleep(REST);
    }

    private static void idle(Report report) throws IOException, InterruptedException {
        String section = "At rest";
        try (Subject hub = Subject.hub(empty(), "small")) {
            Calls.list(hub.uri()).closed(1, 0.1);
            rest();
            report.add(section, "resident MB, small profile", HUB, hub.resident(), 120);
        }
        try (Subject hub = Subject.hub(empty(), "")) {
            Calls.list(hub.uri()).closed(1, 0.1);
            rest();
            report.add(section, "resident MB", HUB, hub.resident());
            Calls.session(hub.uri());
            long before = Allocation.heap(hub.pid());
            int opened = 0;
            for (int i = 0; i < SESSIONS; i++) {
                opened += Calls.session(hub.uri()).isEmpty() ? 0 : 1;
            }
            if (opened < SESSIONS) {
                report.remark(section + ": only " + opened + " legacy sessions were opened.");
            }
            long after = Allocation.heap(hub.pid());
            report.add(section, "KB of heap per legacy session", HUB, (after - before) / 1024.0 / SESSIONS, 50);
            report.add(section, "resident MB with 2,000 legacy sessions", HUB, hub.resident());
        }
    }

    /** The packaged program from its start to its first answer, without any server. */
    private static void start(Report report) throws IOException, InterruptedException {
        String section = "Start to first answer, no server";
        Path configuration = empty();
        long begin = System.nanoTime();
        try (Subject hub = Subject.hub(configuration, "")) {
            Load.Outcome first = Calls.list(hub.uri()).open(1, 1, 1);
            long nanos = System.nanoTime() - begin;
            report.add(section, "ms", HUB, nanos / 1e6, 700);
            report.add(section, "CPU ms", HUB, hub.cpu() * 1000);
            if (first.failures() > 0) {
                report.remark("The first answer after the start was a failure.");
            }
        }
    }

    private static Path empty() throws IOException {
        return Subject.file("empty", "{\"names\": \"prefix\", \"mcpServers\": {}}");
    }
}
