package dev.nave.e2e.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.kinds.Others.Phase;
import dev.nave.e2e.scripted.Client;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.Spelled;
import dev.nave.e2e.scripted.WebClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Each kind of server is killed, hung and flooded in turn while the others serve, and none of those notices. */
@Tag("long")
@Timeout(1200)
@Isolated("it measures")
final class FaultsOfEveryKindTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long CALM_MILLIS = 250;
    /** What two medians on a machine that others use as well differ by for no reason at all. */
    private static final double GRAIN_MILLIS = 1;

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    private final List<String> table = new ArrayList<>();
    private int calmRuns;

    private enum Fault {
        KILLED,
        HUNG,
        FLOODED
    }

    @Test
    @SuppressWarnings("try") // A wait for the end of calls may be interrupted.
    void whatBefallsOneKindReachesNoOther() throws Exception {
        try (Kinds kinds = Kinds.apart(directory)) {
            Client client = WebClient.open(kinds.hub().url(), Era.MODERN);
            for (Kind kind : kinds.all()) {
                assertThat(answer(client, kind, "echo")).startsWith(kind.answer());
            }
            try (Others others = new Others(client, kinds.all())) {
                TimeUnit.SECONDS.sleep(2);
                for (Fault fault : Fault.values()) {
                    for (Kind kind : kinds.all()) {
                        beCalm(others);
                        befall(client, others, kind, fault);
                    }
                }
                beCalm(others);
                report(others, kinds.all());
            }
        }
    }

    private void beCalm(Others others) throws InterruptedException {
        others.become(calmRuns++ % 2 == 0 ? Phase.CALM : Phase.CALM_TOO);
        // A measurement lasts: there is nothing else to wait for.
        TimeUnit.MILLISECONDS.sleep(CALM_MILLIS);
    }

    private void befall(Client client, Others others, Kind kind, Fault fault) throws Exception {
        int errors = others.errors().size();
        others.keepOut(kind);
        others.become(Phase.FAULT);
        try {
            long start = System.nanoTime();
            String outcome =
                    switch (fault) {
                        case KILLED -> {
                            kind.kill().run();
                            yield "";
                        }
                        case HUNG -> {
                            String said = answer(client, kind, "stall");
                            assertThat(said)
                                    .as("what a caller of a hung server gets")
                                    .startsWith("error");
                            yield said;
                        }
                        case FLOODED -> answer(client, kind, "flood");
                    };
            long told = System.nanoTime();
            boolean revived = fault == Fault.KILLED || (fault == Fault.HUNG && isSite(kind));
            if (revived) {
                kind.revive().run();
            }
            long back = System.nanoTime();
            String last = "";
            while (!last.startsWith(kind.answer()) && System.nanoTime() - back < PATIENCE.toNanos()) {
                last = answer(client, kind, "echo");
            }
            long recovered = System.nanoTime();
            table.add("%-10s %-8s | %7d | %7d | %6d | %s"
                    .formatted(
                            kind,
                            fault,
                            millis(told - start),
                            millis(recovered - back),
                            others.errors().size() - errors,
                            outcome.length() > 110 ? outcome.substring(0, 109) + "…" : outcome));
            assertThat(last).as("%s after it was %s", kind, fault).startsWith(kind.answer());
        } finally {
            others.become(Phase.WARM_UP);
            others.letIn(kind);
        }
    }

    /** A site that hangs is somebody else's to start again; whatever else hangs is so to some hub. */
    private static boolean isSite(Kind kind) {
        return kind.name().equals("site") || kind.name().equals("guarded");
    }

    private void report(Others others, List<Kind> kinds) {
        System.out.printf("%-10s %-8s | %7s | %7s | %6s | %s%n", "kind", "fault", "told", "usable", "errors", "caller");
        table.forEach(System.out::println);
        System.out.println("told: ms until the caller had an answer; usable: ms from then, or from when somebody had"
                + " started it again, until it could be called; errors: of calls of the others meanwhile");
        double noise = GRAIN_MILLIS;
        for (Kind kind : kinds) {
            noise = Math.max(noise, Math.abs(calm(others, kind) - others.median(kind, Phase.CALM_TOO)));
        }
        System.out.printf("%-10s | %8s | %8s | %8s | median of ms a call%n", "kind", "calm", "calm too", "faults");
        for (Kind kind : kinds) {
            System.out.printf(
                    "%-10s | %8.2f | %8.2f | %8.2f%n",
                    kind, calm(others, kind), others.median(kind, Phase.CALM_TOO), others.median(kind, Phase.FAULT));
        }
        System.out.printf(
                "%d calls in calm, %d while a server was at fault, %d errors; two calm runs differ by up to %.2f ms%n",
                others.calls(Phase.CALM) + others.calls(Phase.CALM_TOO),
                others.calls(Phase.FAULT),
                others.errors().size(),
                noise);
        assertThat(others.errors()).isEmpty();
        for (Kind kind : kinds) {
            double calm = (calm(others, kind) + others.median(kind, Phase.CALM_TOO)) / 2;
            assertThat(others.median(kind, Phase.FAULT) - calm)
                    .as("by how many ms the median of %s is greater while others are at fault", kind)
                    .isLessThanOrEqualTo(2 * noise);
        }
    }

    private static double calm(Others others, Kind kind) {
        return others.median(kind, Phase.CALM);
    }

    /** The text of the answer, or the error in words. */
    private static String answer(Client client, Kind kind, String tool) throws Exception {
        Spelled response = client.call(kind.tool(tool), "{}");
        String text = response.at("result", "content")
                .map(content -> content.text().replaceFirst(".*\"text\":\"", "").replaceFirst("\"}].*", ""))
                .orElseGet(
                        () -> response.at("error", "message").map(Spelled::text).orElse(response.text()));
        boolean failed = response.at("error").isPresent()
                || response.at("result", "isError")
                        .filter(flag -> flag.text().equals("true"))
                        .isPresent();
        return failed ? "error: " + text : text;
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
