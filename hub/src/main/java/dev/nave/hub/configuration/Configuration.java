package dev.nave.hub.configuration;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One whole configuration: a snapshot which is replaced as a whole and never changed.
 *
 * @param node how the node runs
 * @param names how tools and prompts of several servers are told apart; by default {@link NameStyle#PREFIX}
 * @param servers every configured server in configured order, those that are not enabled included; none by default
 * @param keys the API keys that callers may present; none by default, which leaves loopback callers anonymous
 * @param instructions a preface to the instructions clients are given; none by default
 */
public record Configuration(
        NodeSettings node,
        NameStyle names,
        List<ServerSettings> servers,
        List<ApiKey> keys,
        Optional<String> instructions) {

    public Configuration {
        servers = List.copyOf(servers);
        keys = List.copyOf(keys);
        Map<String, String> seen = new HashMap<>();
        for (ServerSettings server : servers) {
            String other = seen.put(server.scheme(), server.name());
            if (other != null) {
                throw new IllegalArgumentException(
                        "Servers need names that differ in more than case or '_' for '-', not '" + other + "' and '"
                                + server.name() + "': rename one of them.");
            }
        }
    }

    /** The configuration of an empty file: every default, no server. */
    public static Configuration defaults() {
        return of(List.of());
    }

    /** These servers, and every default otherwise. */
    public static Configuration of(List<ServerSettings> servers) {
        return new Configuration(NodeSettings.defaults(), NameStyle.PREFIX, servers, List.of(), Optional.empty());
    }

    /** The same on a node that runs otherwise. */
    public Configuration withNode(NodeSettings other) {
        return new Configuration(other, names, servers, keys, instructions);
    }

    /** The same for a node that serves alone, whatever else is configured. */
    public Configuration alone() {
        return withNode(node.alone());
    }

    /** The same with another style of names. */
    public Configuration withNames(NameStyle style) {
        return new Configuration(node, style, servers, keys, instructions);
    }

    /** The same with other servers. */
    public Configuration withServers(List<ServerSettings> others) {
        return new Configuration(node, names, others, keys, instructions);
    }

    /** The same for other callers. */
    public Configuration withKeys(List<ApiKey> others) {
        return new Configuration(node, names, servers, others, instructions);
    }

    /** The longest that any call to any server may take. */
    public Duration longestCall() {
        return servers.stream()
                .map(server -> server.waits().get(Wait.MAXIMUM))
                .reduce(node.waits().get(Wait.MAXIMUM), (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    /** The server of that exact name, enabled or not. */
    public Optional<ServerSettings> server(String name) {
        return servers.stream().filter(server -> server.name().equals(name)).findFirst();
    }
}
