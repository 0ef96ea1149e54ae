package dev.nave.bench;

import dev.nave.bench.Bench.Plan;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a question costs that a legacy server asks a modern client during a call: the call is parked, its client gets
 * <em>input required</em>, comes back with the answer, and the call ends. Compared with two plain calls of such a client.
 */
final class Parked {
    private static final String SECTION = "A question on the way, modern client, legacy server over http";
    private static final String TRIP = "parked round trip";
    private static final String CALLS = "two plain calls";
    private static final int CONNECTIONS = 64;

    private Parked() {}

    static void measure(Plan plan, Report report) throws IOException, InterruptedException {
        List<String> fake =
                Subject.java(List.of("-XX:+UseSerialGC", "-Xmx256m"), FakeServer.class, "http", "legacy", "1");
        try (Subject server = Subject.start(fake, Subject.LISTENING);
                Subject hub = Subject.hub(Calls.configuration(Optional.of(server.uri()), List.of()), "")) {
            Load trips = Calls.pairs(hub.uri(), "fake__ask", Parked::answered);
            Load calls = Calls.pairs(hub.uri(), "fake__echo", answer -> Json.EMPTY_OBJECT);
            for (long done = 0; done < plan.warm() / 10; ) {
                done += trips.closed(CONNECTIONS, 1).calls();
            }
            for (long done = 0; done < plan.warm() / 10; ) {
                done += calls.closed(16, 1).calls();
            }
            point(TRIP, Spent.by(hub, true, () -> trips.closed(CONNECTIONS, plan.seconds())), report);
            point(CALLS, Spent.by(hub, true, () -> calls.closed(16, plan.seconds())), report);
            report.ratio(SECTION, "CPU µs", TRIP, CALLS);
            report.ratio(SECTION, "KB allocated", TRIP, CALLS);
        }
    }

    private static void point(String subject, Spent spent, Report report) throws IOException {
        Load.Outcome outcome = spent.outcome();
        report.add(SECTION, "CPU µs", subject, spent.cpu() * 1e6 / outcome.calls());
        report.add(SECTION, "KB allocated", subject, spent.kilobytes() / outcome.calls());
        report.add(SECTION, "p50 ms", subject, outcome.millis(0.5));
        if (outcome.failures() > 0) {
            report.remark(SECTION + ", " + subject + ": " + outcome.failures() + " failed.");
        }
    }

    /** Consents to every question of an <em>input required</em>; fails on any other answer. */
    private static Json answered(Json answer) {
        Json result = answer.member("result").orElseThrow();
        JsonObject responses = Json.object();
        Json consent = Json.object()
                .put("action", "accept")
                .put("content", Json.EMPTY_OBJECT)
                .build();
        result.member("inputRequests").orElseThrow().names().forEach(key -> responses.put(key, consent));
        return Json.object()
                .put("inputResponses", responses.build())
                .put("requestState", result.member("requestState").orElseThrow())
                .build();
    }
}
