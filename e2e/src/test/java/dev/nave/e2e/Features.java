package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** What an official client can do with a fixture, directly or through a hub. */
final class Features {
    /** Fewer would mean that the driver tries less than it did. */
    private static final int LEAST = 34;

    private static final Pattern FOUND = Pattern.compile("^(\\{.*\\})$");
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private Features() {}

    /**
     * Tries every feature with the official client of an era.
     *
     * @param alias the prefix of the fixture's names, or {@code -}
     * @param place a URL, or a command to speak with
     * @return for each feature what went wrong, empty when nothing did
     */
    static Map<String, String> tried(NodeTools tools, String era, String alias, List<String> place)
            throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(era, alias));
        arguments.addAll(place);
        List<String> command = tools.command(tools.script("drivers/features.mjs"), arguments.toArray(String[]::new));
        try (Child driver = Child.start("the client", command, Map.of("VERBOSE", "1"), tools.home())) {
            String json = driver.awaitLine(FOUND, PATIENCE).group(1);
            Map<String, String> found = new LinkedHashMap<>();
            new JsonMapper()
                    .readTree(json)
                    .properties()
                    .forEach(feature ->
                            found.put(feature.getKey(), feature.getValue().asString("")));
            assertThat(found).hasSizeGreaterThanOrEqualTo(LEAST);
            return found;
        }
    }
}
