package dev.nave.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs everything and prints one Markdown table; {@code bench/run} starts it. Arguments: rounds, seconds a point. */
public final class Bench {
    private Bench() {}

    /** Runs the benchmark; see {@code bench/README.md} for what the rows mean. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 4;
        Report report = new Report();
        report.line("Load average before: " + loadAverage());
        for (int round = 1; round <= rounds; round++) {
            System.err.println("round " + round + " of " + rounds);
            for (Wire wire : Wire.values()) {
                for (Era era : Era.values()) {
                    List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
                    Collections.rotate(kinds, round); // No subject always goes first.
                    for (Kind kind : kinds) {
                        Hop.measure(kind, wire, era, seconds, report);
                    }
                }
            }
            Standing.measure(report);
        }
        report.line("Load average after: " + loadAverage());
        report.print();
    }

    private static String loadAverage() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).strip();
    }

    /** What stands between client and server. */
    enum Kind {
        NGINX,
        PASS_THROUGH,
        HUB
    }

    /** How the server is reached. */
    enum Wire {
        HTTP,
        STDIO
    }

    /** What client and server speak. */
    enum Era {
        LEGACY,
        MODERN
    }
}
