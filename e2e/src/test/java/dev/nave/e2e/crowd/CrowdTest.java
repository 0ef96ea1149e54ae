package dev.nave.e2e.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nave.e2e.Child;
import dev.nave.e2e.HubProcess;
import dev.nave.e2e.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What the hub takes for very many clients at once. Prints its figures; the bounds are far above them. */
@Tag("long")
@Isolated("it measures")
final class CrowdTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int PARKED = 1_000;
    private static final int LISTENS = 10_000;
    /** Descriptors beside one of each client. */
    private static final int OTHERS = 600;

    @TempDir
    Path directory;

    @Test
    void aThousandParkedCallsEachGetTheirOwnAnswer() throws Exception {
        needDescriptors(2 * PARKED + OTHERS);
        try (Upstream server = Upstream.legacy();
                HubProcess hub = HubProcess.start(
                        HubProcess.command(HubProcess.BOTH_COMPILERS),
                        directory,
                        new HubProcess.Configuration("plain")
                                .http("asking", server.url())
                                .wait("answer", "10m")
                                .wait("call", "10m"));
                Child crowd = crowd("parked", hub, PARKED, "test_elicitation")) {
            MatchResult parked = crowd.awaitLine(Pattern.compile("^parked (\\d+) (.*)$"), PATIENCE);
            Memory full = Memory.of(hub.handle());
            crowd.tell("go");
            MatchResult answered = crowd.awaitLine(Pattern.compile("^answered (\\d+) (.*)$"), PATIENCE);
            System.out.printf("%d calls parked: %s; %s%n", PARKED, parked.group(2), full);
            System.out.printf("%d calls answered: %s%n", PARKED, answered.group(2));
            assertThat(parked.group(1)).as(crowd.output()).isEqualTo("" + PARKED);
            assertThat(answered.group(1)).as(crowd.output()).isEqualTo("" + PARKED);
        }
    }

    @Test
    void tenThousandListenersCostLittleAndHearOfAChangeSoon() throws Exception {
        needDescriptors(LISTENS + OTHERS);
        try (Upstream server = Upstream.legacy();
                HubProcess hub = HubProcess.start(
                        HubProcess.command(HubProcess.BOTH_COMPILERS),
                        directory,
                        new HubProcess.Configuration("plain")
                                .http("changing", server.url())
                                .bound("streamsPerPrincipal", LISTENS))) {
            Memory before = Memory.of(hub.handle());
            try (Child crowd = crowd("listens", hub, LISTENS, "test_trigger_tool_change")) {
                String listening = crowd.awaitLine(Pattern.compile("^listening (\\d+)$"), PATIENCE)
                        .group(1);
                assertThat(listening).as(crowd.output()).isEqualTo("" + LISTENS);
                Memory idle = Memory.of(hub.handle());
                System.out.printf(
                        "%d listens: before %s; with them %s; of each %d bytes of heap, %d bytes resident%n",
                        LISTENS,
                        before,
                        idle,
                        (idle.heap() - before.heap()) / LISTENS,
                        (idle.resident() - before.resident()) / LISTENS);
                assertThat(idle.heap() - before.heap()).isLessThan(LISTENS * 40_000L);
                Duration busy = Memory.processorTime(hub.handle());
                // Two rounds of signs of life; the processor's time is what is measured, so time has to pass.
                Thread.sleep(Duration.ofSeconds(30));
                double share = Memory.processorTime(hub.handle()).minus(busy).toMillis() / 300.0;
                System.out.printf("%d idle listens take %.1f %% of one processor%n", LISTENS, share);
                for (int round = 1; round <= 3; round++) {
                    crowd.tell("change");
                    MatchResult heard =
                            crowd.awaitLine(Pattern.compile("^heard (.*all within (\\d+) ms)$"), PATIENCE, round);
                    System.out.printf("a change of a list reaches %d listeners: %s%n", LISTENS, heard.group(1));
                    assertThat(Long.parseLong(heard.group(2))).isLessThan(2_000);
                }
            }
        }
    }

    private Child crowd(String what, HubProcess hub, int count, String tool) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Crowd.class.getName(),
                what,
                hub.url(),
                "" + count,
                tool));
        return Child.start("the crowd", command, Map.of(), directory);
    }

    /** A JVM raises its limit to what the system lets it have by itself; beyond that only the system's owner can. */
    private static void needDescriptors(int wanted) throws IOException {
        Path limits = Path.of("/proc/self/limits");
        assumeTrue(Files.exists(limits), "Skipped: the limit of open files is read from /proc/self/limits, of Linux.");
        long most = Files.readAllLines(limits).stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.split(" {2,}")[2])
                .mapToLong(hard -> hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard))
                .findFirst()
                .orElse(0);
        if (most < wanted) {
            String words = "The hard limit of open files is %d, and this needs %d: raise it with ulimit -Hn %d."
                    .formatted(most, wanted, wanted);
            assertThat(System.getenv("CI")).as(words).isNull();
            assumeTrue(false, words);
        }
    }
}
