package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every feature in each pairing of eras, over the wire at both ends that most use on one machine, and the one between
 * machines; {@link PairingsTest} does so over all. What is published must be what is found here.
 */
@Order(5)
final class PairingsOfMainWiresTest {

    @ParameterizedTest
    @EnumSource(names = {"HTTP", "STDIO"})
    void everyFeatureWorksInEachPairing(Wire wire) throws Exception {
        Verdicts published = Compatibility.published();
        Map<String, String> troubles = new TreeMap<>();
        try (Pairings pairings = Pairings.behind(List.of(wire))) {
            for (Era client : Era.values()) {
                pairings.tried(client, wire).forEach((cell, trouble) -> {
                    if (!trouble.isEmpty()) {
                        troubles.put(cell.toString(), trouble);
                    } else if (published.test(cell).isEmpty()) {
                        troubles.put(cell.toString(), "it works, and compatibility.json does not say so");
                    }
                });
            }
        }
        assertThat(troubles).isEmpty();
    }

    @Test
    void everyCellThatCanBeIsFilledByATest() throws Exception {
        Compatibility.assertPublished(Compatibility.published());
    }
}
