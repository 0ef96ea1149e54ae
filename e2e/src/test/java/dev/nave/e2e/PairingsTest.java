package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything a client of either era can have of a server of either era, over every wire at both ends. The published tables
 * are checked against what is found here.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1)
final class PairingsTest {
    private static final int LANES = 3;

    private final Map<Cell, String> found = new HashMap<>();
    private final Map<String, Future<Map<Cell, String>>> tries = new HashMap<>();
    private final ExecutorService lanes =
            Executors.newFixedThreadPool(LANES, Thread.ofVirtual().factory());

    /**
     * Much of a try is waiting, so three go on at a time, each before a hub of its own: what a client of another principal
     * changes in the process it has to itself, no other hears of.
     */
    @BeforeAll
    void start() {
        List<Wire> servers =
                Stream.of(Wire.values()).filter(wire -> isChosen("by", wire)).toList();
        for (Era client : Era.values()) {
            for (Wire over : chosen(client)) {
                tries.put(client + " over " + over, lanes.submit(() -> {
                    try (Pairings pairings = Pairings.behind(servers)) {
                        return pairings.tried(client, over);
                    }
                }));
            }
        }
    }

    static Stream<Arguments> clients() {
        return Stream.of(Era.values()).flatMap(era -> chosen(era).stream().map(wire -> Arguments.of(era, wire)));
    }

    private static List<Wire> chosen(Era client) {
        return Wire.of(client).stream().filter(wire -> isChosen("over", wire)).toList();
    }

    /** All, or to look into a failure those that {@code -Dnave.pairings.over=http,ws -Dnave.pairings.by=stdio} names. */
    private static boolean isChosen(String end, Wire wire) {
        String chosen = System.getProperty("nave.pairings." + end, "");
        return chosen.isEmpty() || List.of(chosen.split(",")).contains(wire.label());
    }

    @ParameterizedTest(name = "{0} client over {1}")
    @MethodSource("clients")
    void everythingWorksForIt(Era client, Wire over) throws Exception {
        Map<String, String> troubles = new TreeMap<>();
        Objects.requireNonNull(tries.get(client + " over " + over)).get().forEach((cell, trouble) -> {
            found.put(cell, trouble.isEmpty() ? proof(client, over) : "");
            if (!trouble.isEmpty()) {
                troubles.put(cell.toString(), trouble);
            }
        });
        assertThat(troubles).isEmpty();
    }

    @AfterAll
    void thePublishedTablesSaySo() throws Exception {
        lanes.shutdownNow();
        // Of what was not tried, because one client alone is looked into, the tables say what they said.
        Verdicts verdicts = Compatibility.published();
        found.forEach(verdicts::set);
        Compatibility.write(verdicts);
        Compatibility.assertPublished(verdicts);
    }

    /** The test that fills a cell: its client, and in the files of the driver the step called like the feature. */
    static String proof(Era client, Wire over) {
        return "PairingsTest.everythingWorksForIt, %s client over %s; the step of e2e/src/test/node/drivers/features called like the feature"
                .formatted(client.label(), over.words());
    }
}
