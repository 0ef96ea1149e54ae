package dev.nave.bench;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.transport.http.HttpServer;
import dev.nave.transport.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What a hub costs before it does anything much: start, memory, sessions, and one long list. */
final class Standing {
    private static final int SERVERS = 50;
    private static final int SESSIONS = 2_000;

    private Standing() {}

    static void measure(Report report) throws IOException, InterruptedException {
        lists(report);
        idle(report);
        start(report);
    }

    /** 1,000 tools of 50 servers, one of which never answers. */
    private static void lists(Report report) throws IOException, InterruptedException {
        List<HttpServer> servers = new ArrayList<>();
        CountDownLatch never = new CountDownLatch(1);
        JsonObject configured = Json.object();
        try {
            for (int i = 0; i < SERVERS; i++) {
                FakeServer fake = new FakeServer(true, 20);
                boolean hung = i == SERVERS / 2;
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
            try (Subject hub = Subject.start(Calls.hub(Hop.file("lists", ".json", root.raw())), Hop.READY)) {
                Load load = Calls.list(hub.uri());
                load.closed(1, 2);
                Load.Outcome outcome = load.closed(1, 3);
                report.add("tools/list of 980 tools, one of 50 servers hung, p50 ms", outcome.millis(0.5));
                report.add("tools/list of 980 tools, one of 50 servers hung, p99 ms", outcome.millis(0.99));
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

    private static void idle(Report report) throws IOException, InterruptedException {
        Path configuration = Hop.file("idle", ".json", "{\"names\": \"prefix\", \"mcpServers\": {}}");
        try (Subject hub = Subject.start(Calls.hub(configuration), Hop.READY)) {
            report.add("resident MB, idle", (double) hub.resident());
            Calls.session(hub.uri());
            long before = Allocation.heap(hub.pid());
            for (int i = 0; i < SESSIONS; i++) {
                Calls.session(hub.uri());
            }
            long after = Allocation.heap(hub.pid());
            report.add("KB of heap per idle legacy session", (after - before) / 1024.0 / SESSIONS);
        }
    }

    /** The packaged program from its start to its first answer, without any server. */
    private static void start(Report report) throws IOException, InterruptedException {
        Optional<Path> program =
                Optional.ofNullable(System.getProperty("nave.program")).map(Path::of);
        if (program.isEmpty() || !Files.isExecutable(program.get())) {
            report.line("Start-up was not measured: no packaged program, run it by bench/run.");
            return;
        }
        Path configuration = Hop.file("start", ".json", "{\"names\": \"prefix\", \"mcpServers\": {}}");
        long begin = System.nanoTime();
        try (Subject hub = Subject.start(
                List.of(program.get().toString(), "serve", configuration.toString(), "--http", "127.0.0.1:0"),
                Hop.READY)) {
            Load.Outcome first = Calls.list(hub.uri()).open(1, 1, 1);
            long nanos = System.nanoTime() - begin;
            report.add("start to first answer, ms", nanos / 1e6);
            report.add("start to first answer, CPU ms", hub.cpu() * 1000);
            if (first.failures() > 0) {
                report.line("The first answer after the start was a failure.");
            }
        }
    }
}
