package dev.nave.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs everything and prints Markdown tables; {@code bench/run} starts it. See {@code bench/README.md} for the rest. */
public final class Bench {
    private Bench() {}

    /** Runs the benchmark: {@code [--quick] [ROUNDS [SECONDS]]}, or {@code --profile KIND WIRE ERA}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> given = new ArrayList<>(List.of(arguments));
        if (given.remove("--profile")) {
            Profile.print(given);
            return;
        }
        Plan plan = given.remove("--quick") ? Plan.QUICK : Plan.of(given);
        Report report = new Report();
        try {
            for (int round = 1; round <= plan.rounds(); round++) {
                System.err.println("round " + round + " of " + plan.rounds());
                round(round, plan, report);
            }
        } finally {
            report.print(); // Half an hour of figures is worth having, whatever ended it.
        }
    }

    private static void round(int round, Plan plan, Report report) throws IOException, InterruptedException {
        for (Wire wire : Wire.values()) {
            for (Era era : Era.values()) {
                List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
                Collections.rotate(kinds, round); // No subject always goes first.
                for (Kind kind : kinds) {
                    Hop.measure(kind, wire, era, plan, report);
                }
            }
        }
        Parked.measure(plan, report);
        Standing.measure(plan, report);
    }

    /** What stands between client and server. */
    enum Kind {
        HUB,
        PASS_THROUGH,
        NGINX;

        /** As tables have it. */
        String title() {
            return switch (this) {
                case HUB -> "hub";
                case PASS_THROUGH -> "pass-through";
                case NGINX -> "nginx";
            };
        }
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

    /**
     * How much is measured.
     *
     * @param rounds how often everything is measured, in fresh processes each time
     * @param seconds of load for each point
     * @param warm calls before anything is measured, so that the compiler has done its work
     */
    record Plan(int rounds, double seconds, int warm) {
        /** A look: the figures of one short round mean little. */
        static final Plan QUICK = new Plan(1, 1, 10_000);

        static Plan of(List<String> arguments) {
            int rounds = arguments.isEmpty() ? 5 : Integer.parseInt(arguments.getFirst());
            double seconds = arguments.size() > 1 ? Double.parseDouble(arguments.get(1)) : 3;
            return new Plan(rounds, seconds, 60_000);
        }
    }
}
