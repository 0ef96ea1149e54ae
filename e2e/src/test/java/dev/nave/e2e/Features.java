package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** What an official client can do with a server, directly or through a hub: feature by feature. */
final class Features {
    private static final Pattern FOUND = Pattern.compile("^(\\{.*\\})$");
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private final NodeTools tools;

    Features(NodeTools tools) {
        this.tools = tools;
    }

    /**
     * Tries everything a fixture offers.
     *
     * @param era of the client, {@code legacy} or {@code modern}
     * @param alias the prefix of the fixture's names, or {@code -}
     * @param place a URL, or a command to speak with
     * @return for each feature what went wrong, empty when nothing did
     */
    Map<String, String> ofFixture(String era, String alias, List<String> place) throws InterruptedException {
        return tried(34, "drivers/features.mjs", Map.of(), List.of(era, alias), place);
    }

    /**
     * Tries what a real server offers.
     *
     * @param mode of the client, see {@code drivers/peers.mjs}
     * @param kind what the server is, see there too
     * @param environment for the driver
     */
    Map<String, String> ofPeer(
            String mode, String alias, String kind, Map<String, String> environment, List<String> place)
            throws InterruptedException {
        return tried(3, "drivers/peers.mjs", environment, List.of(mode, alias, kind), place);
    }

    /**
     * Tries what a server offers as tasks.
     *
     * @param era of the client, {@code legacy} or {@code modern}
     * @param kind of the server, see {@code drivers/tasks.mjs}; its prefix too
     */
    Map<String, String> ofTasks(String era, String kind, String url) throws InterruptedException {
        return tried(2, "drivers/tasks.mjs", Map.of(), List.of(era, kind, kind), List.of(url));
    }

    private Map<String, String> tried(
            int least, String script, Map<String, String> environment, List<String> arguments, List<String> place)
            throws InterruptedException {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(place);
        List<String> command = tools.command(tools.script(script), all.toArray(String[]::new));
        try (Child driver = Child.start("the client", command, environment, tools.home())) {
            String json = driver.awaitLine(FOUND, PATIENCE).group(1);
            Map<String, String> found = new LinkedHashMap<>();
            new JsonMapper()
                    .readTree(json)
                    .properties()
                    .forEach(feature ->
                            found.put(feature.getKey(), feature.getValue().asString("")));
            // Fewer would mean that the driver tries less than it did.
            assertThat(found).as(driver.output()).hasSizeGreaterThanOrEqualTo(least);
            return found;
        }
    }
}
