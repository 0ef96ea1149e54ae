package dev.nave.bench;

import dev.nave.bench.Bench.Era;
import dev.nave.bench.Bench.Kind;
import dev.nave.bench.Bench.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One hop under load: CPU and bytes a call, calls a second, latency. */
final class Hop {
    private static final Pattern LISTENING = Pattern.compile("listening (http://\\S+)");
    static final Pattern READY = Pattern.compile("ready at (http://\\S+)");
    private static final int[] CONNECTIONS = {16, 128};
    private static final double RATE = 500;

    private Hop() {}

    static void measure(Kind kind, Wire wire, Era era, double seconds, Report report)
            throws IOException, InterruptedException {
        if (kind == Kind.NGINX && (wire == Wire.STDIO || Nginx.find().isEmpty())) {
            return;
        }
        String name = wire + " " + era + " ";
        try (Parts parts = Parts.start(kind, wire, era)) {
            Subject subject = parts.subject;
            Load load = Calls.load(subject.uri(), era, kind == Kind.HUB ? "fake__echo" : "echo");
            load.closed(16, seconds * 1.5); // Warm.
            for (int connections : CONNECTIONS) {
                String point = name + connections + " ";
                load.closed(connections, seconds / 2);
                double cpu = subject.cpu();
                long allocated = kind == Kind.NGINX ? 0 : Allocation.of(subject.pid());
                Load.Outcome outcome = load.closed(connections, seconds);
                double spent = subject.cpu() - cpu;
                report.add(point + kind + " CPU µs/call", spent * 1e6 / outcome.calls());
                report.add(point + kind + " calls/s", outcome.calls() / outcome.seconds());
                report.add(point + kind + " p50 ms", outcome.millis(0.5));
                report.add(point + kind + " p99 ms", outcome.millis(0.99));
                if (kind != Kind.NGINX) {
                    long bytes = Allocation.of(subject.pid()) - allocated;
                    report.add(point + kind + " KB allocated/call", bytes / 1024.0 / outcome.calls());
                }
                if (outcome.failures() > 0) {
                    report.line(point + kind + ": " + outcome.failures() + " calls failed");
                }
                ratio(point, kind, report);
            }
            Load.Outcome open = load.open(64, RATE, seconds);
            report.add(name + kind + " at " + (int) RATE + "/s p50 ms", open.millis(0.5));
            report.add(name + kind + " at " + (int) RATE + "/s p99 ms", open.millis(0.99));
            report.add(name + kind + " resident MB after load", (double) subject.resident());
        }
    }

    /** Once both were measured in this round, in whichever order. */
    private static void ratio(String point, Kind kind, Report report) {
        Optional<Double> hub = report.last(point + Kind.HUB + " CPU µs/call");
        Optional<Double> pass = report.last(point + Kind.PASS_THROUGH + " CPU µs/call");
        boolean complete = kind != Kind.NGINX
                && report.count(point + Kind.HUB + " CPU µs/call")
                        == report.count(point + Kind.PASS_THROUGH + " CPU µs/call");
        if (complete && hub.isPresent() && pass.isPresent()) {
            report.add(point + "CPU ratio hub / pass-through", hub.get() / pass.get());
        }
    }

    /** The server and what stands before it. */
    private static final class Parts implements AutoCloseable {
        private final List<AutoCloseable> all = new ArrayList<>();
        private final Subject subject;

        private Parts(Kind kind, Wire wire, Era era) throws IOException {
            List<String> fake = Subject.java(
                    List.of("-XX:+UseSerialGC", "-Xmx256m"),
                    FakeServer.class,
                    wire == Wire.HTTP ? "http" : "stdio",
                    era == Era.LEGACY ? "legacy" : "modern",
                    "1");
            Optional<Subject> server =
                    wire == Wire.HTTP ? Optional.of(Subject.start(fake, LISTENING)) : Optional.empty();
            server.ifPresent(all::add);
            subject = switch (kind) {
                case NGINX -> Nginx.start(server.orElseThrow().uri());
                case PASS_THROUGH -> {
                    List<String> arguments = new ArrayList<>(List.of(wire == Wire.HTTP ? "http" : "stdio"));
                    arguments.addAll(
                            server.map(each -> List.of(each.uri().toString())).orElse(fake));
                    yield Subject.start(
                            Subject.java(Subject.options(), PassThrough.class, arguments.toArray(String[]::new)),
                            LISTENING);
                }
                case HUB -> Subject.start(Calls.hub(Calls.configuration(server.map(Subject::uri), fake)), READY);
            };
            all.addFirst(subject);
        }

        static Parts start(Kind kind, Wire wire, Era era) throws IOException {
            return new Parts(kind, wire, era);
        }

        @Override
        public void close() {
            for (AutoCloseable part : all) {
                try {
                    part.close();
                } catch (Exception e) {
                    System.err.println("could not end " + part + ": " + e);
                }
            }
        }
    }

    static Path file(String prefix, String suffix, String text) throws IOException {
        Path file = Files.createTempFile(prefix, suffix);
        file.toFile().deleteOnExit();
        return Files.writeString(file, text);
    }
}
