package dev.nave.bench;

import dev.nave.bench.Bench.Era;
import dev.nave.bench.Bench.Kind;
import dev.nave.bench.Bench.Plan;
import dev.nave.bench.Bench.Wire;
import java.io.IOException;
import java.util.Locale;

/** One hop under load: CPU and bytes a call, calls a second, latency, memory. */
final class Hop {
    private static final int[] CONNECTIONS = {16, 128};
    private static final double RATE = 500;
    private static final int COLD = 5_000;
    private static final double MOST_RATIO = 1.5;
    private static final double MOST_KILOBYTES = 20;

    private Hop() {}

    static void measure(Kind kind, Wire wire, Era era, Plan plan, Report report)
            throws IOException, InterruptedException {
        if (kind == Kind.NGINX && (wire == Wire.STDIO || Nginx.find().isEmpty())) {
            return;
        }
        String hop = "Calls over " + wire.name().toLowerCase(Locale.ROOT) + ", "
                + era.name().toLowerCase(Locale.ROOT);
        try (Parts parts = Parts.start(kind, wire, era)) {
            Subject subject = parts.subject();
            Load load = parts.load();
            double idle = subject.resident();
            warm(kind, hop, load, subject, plan, report);
            for (int connections : CONNECTIONS) {
                point(kind, hop + ", " + connections + " connections", load, connections, subject, plan, report);
            }
            Load.Outcome open = load.open(64, RATE, plan.seconds());
            String rate = hop + ", " + (int) RATE + " calls/s";
            report.add(rate, "p50 ms", kind.title(), open.millis(0.5));
            report.add(rate, "p99 ms", kind.title(), open.millis(0.99));
            report.add(hop + ", memory", "resident MB before the load", kind.title(), idle);
            report.add(hop + ", memory", "resident MB after the load", kind.title(), subject.resident());
        }
    }

    /** What the first calls cost is told apart: most of it is the compiler's. */
    private static void warm(Kind kind, String hop, Load load, Subject subject, Plan plan, Report report)
            throws IOException, InterruptedException {
        double before = subject.cpu();
        long calls = 0;
        while (calls < COLD) {
            calls += load.closed(CONNECTIONS[0], 0.25).calls();
        }
        report.add(hop + ", first calls", "CPU µs/call", kind.title(), (subject.cpu() - before) * 1e6 / calls);
        while (calls < plan.warm()) {
            calls += load.closed(CONNECTIONS[0], 1).calls();
        }
    }

    private static void point(
            Kind kind, String section, Load load, int connections, Subject subject, Plan plan, Report report)
            throws IOException, InterruptedException {
        String title = kind.title();
        load.closed(connections, plan.seconds() / 2);
        Spent spent = Spent.by(subject, kind != Kind.NGINX, () -> load.closed(connections, plan.seconds()));
        Load.Outcome outcome = spent.outcome();
        report.add(section, "CPU µs/call", title, spent.cpu() * 1e6 / outcome.calls());
        if (kind != Kind.NGINX) {
            report.add(section, "of it the compiler's", title, spent.compiler() * 1e6 / outcome.calls());
        }
        report.add(section, "calls/s", title, outcome.calls() / outcome.seconds());
        report.add(section, "p50 ms", title, outcome.millis(0.5));
        report.add(section, "p99 ms", title, outcome.millis(0.99));
        if (kind == Kind.HUB) {
            report.add(section, "KB allocated/call", title, spent.kilobytes() / outcome.calls(), MOST_KILOBYTES);
        } else if (kind == Kind.PASS_THROUGH) {
            report.add(section, "KB allocated/call", title, spent.kilobytes() / outcome.calls());
        }
        if (outcome.failures() > 0) {
            report.remark(section + ", " + title + ": " + outcome.failures() + " calls failed.");
        }
        if (kind != Kind.NGINX) {
            report.ratio(section, "CPU µs/call", Kind.HUB.title(), Kind.PASS_THROUGH.title(), MOST_RATIO);
        }
    }
}
