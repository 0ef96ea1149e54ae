package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
final class PairingsTest {
    private final Map<Cell, String> found = new HashMap<>();
    private Pairings pairings;

    @BeforeAll
    void start() throws Exception {
        pairings = Pairings.behind(
                Stream.of(Wire.values()).filter(wire -> isChosen("by", wire)).toList());
    }

    static Stream<Arguments> clients() {
        return Stream.of(Era.values()).flatMap(era -> Wire.of(era).stream()
                .filter(wire -> isChosen("over", wire))
                .map(wire -> Arguments.of(era, wire)));
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
        pairings.tried(client, over).forEach((cell, trouble) -> {
            found.put(cell, trouble.isEmpty() ? proof(client, over) : "");
            if (!trouble.isEmpty()) {
                troubles.put(cell.toString(), trouble);
            }
        });
        assertThat(troubles).isEmpty();
    }

    @AfterAll
    void thePublishedTablesSaySo() throws Exception {
        pairings.close();
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
