package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an official client can do with a server, directly or through a hub: feature by feature. */
final class Features {
    private static final Pattern FOUND = Pattern.compile("^(\\{.*\\})$");
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final JsonMapper JSON = new JsonMapper();

    private final NodeTools tools;

    Features(NodeTools tools) {
        this.tools = tools;
    }

    /**
     * A server in front of which a client stands.
     *
     * @param alias the prefix of its names, or {@code -}
     * @param features to be tried
     */
    record Server(String alias, Era era, Wire wire, List<Feature> features) {}

    /**
     * Tries features of servers that one client reaches at one place.
     *
     * @param place a URL, or a command to speak with
     * @return for each server by its alias, and for each of its features, what went wrong; empty when nothing did
     */
    Map<String, Map<Feature, String>> tried(Era client, List<String> place, List<Server> servers)
            throws InterruptedException {
        ArrayNode asked = JSON.createArrayNode();
        for (Server server : servers) {
            ObjectNode one = asked.addObject()
                    .put("alias", server.alias())
                    .put("era", server.era().label())
                    .put("wire", server.wire().label());
            server.features().forEach(feature -> one.withArray("features").add(feature.label()));
        }
        String where = place.size() == 1 ? JSON.writeValueAsString(place.getFirst()) : JSON.writeValueAsString(place);
        JsonNode found = run("drivers/features.mjs", Map.of(), List.of(client.label(), where, asked.toString()));
        Map<String, Map<Feature, String>> troubles = new LinkedHashMap<>();
        for (Server server : servers) {
            Map<Feature, String> of = new LinkedHashMap<>();
            for (Feature feature : server.features()) {
                of.put(feature, found.path(server.alias()).path(feature.label()).asString("it was not tried"));
            }
            troubles.put(server.alias(), of);
        }
        return troubles;
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
        List<String> arguments = new ArrayList<>(List.of(mode, alias, kind));
        arguments.addAll(place);
        return tried("drivers/peers.mjs", 3, environment, arguments);
    }

    /**
     * Tries what a server offers as tasks.
     *
     * @param era of the client, {@code legacy} or {@code modern}
     * @param kind of the server, see {@code drivers/tasks.mjs}; its prefix too
     */
    Map<String, String> ofTasks(String era, String kind, String url) throws InterruptedException {
        return tried("drivers/tasks.mjs", 2, Map.of(), List.of(era, kind, kind, url));
    }

    private Map<String, String> tried(String script, int least, Map<String, String> environment, List<String> arguments)
            throws InterruptedException {
        Map<String, String> found = new LinkedHashMap<>();
        run(script, environment, arguments)
                .properties()
                .forEach(feature ->
                        found.put(feature.getKey(), feature.getValue().asString("")));
        // Fewer would mean that the driver tries less than it did.
        assertThat(found).hasSizeGreaterThanOrEqualTo(least);
        return found;
    }

    private JsonNode run(String script, Map<String, String> environment, List<String> arguments)
            throws InterruptedException {
        List<String> command = tools.command(tools.script(script), arguments.toArray(String[]::new));
        try (Child driver = Child.start("the client", command, environment, tools.home())) {
            return JSON.readTree(driver.awaitLine(FOUND, PATIENCE).group(1));
        }
    }
}
