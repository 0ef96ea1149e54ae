package dev.nave.hub.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One whole configuration: a snapshot which is replaced as a whole and never changed.
 *
 * @param listen where Nave listens and whom it believes; by default HTTP on {@code 127.0.0.1:8420}
 * @param names how tools and prompts of several servers are told apart; by default {@link NameStyle#PREFIX}
 * @param servers every configured server in configured order, those that are not enabled included; none by default
 * @param keys the API keys that callers may present; none by default, which leaves loopback callers anonymous
 * @param waits how long Nave waits for anything
 * @param bounds how much Nave takes, keeps or lets happen at once
 * @param seals the keys that seal what clients carry for Nave; by default made by the node and gone with it
 * @param instructions a preface to the instructions clients are given; none by default
 * @param state the directory for what outlives the process; none by default: then nothing is kept, unless
 *     whoever runs the hub has a place for it
 * @param replicas this node as one of several; none by default, which serves alone
 * @param secrets where secrets come from
 * @param logs what is logged, where and for how long
 * @param signIn how people sign in to servers through the hub
 */
public record Configuration(
        Listen listen,
        NameStyle names,
        List<ServerSettings> servers,
        List<ApiKey> keys,
        Waits waits,
        Bounds bounds,
        Seals seals,
        Optional<String> instructions,
        Optional<Path> state,
        Optional<Replicas> replicas,
        SecretSettings secrets,
        LogSettings logs,
        SignInSettings signIn) {

    public Configuration {
        servers = List.copyOf(servers);
        keys = List.copyOf(keys);
        if (replicas.isPresent() && seals.keys().isEmpty()) {
            throw new IllegalArgumentException(Seals.NEEDED);
        }
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

    /** A node that serves alone, with secrets and logs as they are by default. */
    public Configuration(
            Listen listen,
            NameStyle names,
            List<ServerSettings> servers,
            List<ApiKey> keys,
            Waits waits,
            Bounds bounds,
            Seals seals,
            Optional<String> instructions,
            Optional<Path> state) {
        this(
                listen,
                names,
                servers,
                keys,
                waits,
                bounds,
                seals,
                instructions,
                state,
                Optional.empty(),
                SecretSettings.defaults(),
                LogSettings.defaults(),
                SignInSettings.defaults());
    }

    /** The configuration of an empty file: every default, no server. */
    public static Configuration defaults() {
        return of(List.of());
    }

    /** These servers, and every default otherwise. */
    public static Configuration of(List<ServerSettings> servers) {
        return new Configuration(
                Listen.defaults(),
                NameStyle.PREFIX,
                servers,
                List.of(),
                Waits.defaults(),
                Bounds.defaults(),
                Seals.ofTheNode(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with another style of names. */
    public Configuration withNames(NameStyle style) {
        return new Configuration(
                listen,
                style,
                servers,
                keys,
                waits,
                bounds,
                seals,
                instructions,
                state,
                replicas,
                secrets,
                logs,
                signIn);
    }

    /** The same, listening somewhere else. */
    public Configuration withListen(Listen place) {
        return new Configuration(
                place,
                names,
                servers,
                keys,
                waits,
                bounds,
                seals,
                instructions,
                state,
                replicas,
                secrets,
                logs,
                signIn);
    }

    /** The same with other waits and bounds. */
    public Configuration withLimits(Waits time, Bounds amount) {
        return new Configuration(
                listen,
                names,
                servers,
                keys,
                time,
                amount,
                seals,
                instructions,
                state,
                replicas,
                secrets,
                logs,
                signIn);
    }

    /** The same for a node that serves alone, whatever else is configured. */
    public Configuration alone() {
        return new Configuration(
                listen,
                names,
                servers,
                keys,
                waits,
                bounds,
                seals,
                instructions,
                state,
                Optional.empty(),
                secrets,
                logs,
                signIn);
    }

    /** The same with other servers. */
    public Configuration withServers(List<ServerSettings> others) {
        return new Configuration(
                listen,
                names,
                others,
                keys,
                waits,
                bounds,
                seals,
                instructions,
                state,
                replicas,
                secrets,
                logs,
                signIn);
    }

    /** This one as far as it can hold while Nave runs: with everything of the other that only a start can change. */
    public Configuration besides(Configuration running) {
        return new Configuration(
                running.listen,
                names,
                servers,
                keys,
                running.waits,
                running.bounds,
                running.seals,
                instructions,
                running.state,
                running.replicas,
                running.secrets,
                running.logs,
                running.signIn);
    }

    /** The same, keeping what outlives the process in this directory. */
    public Configuration withState(Path directory) {
        return new Configuration(
                listen,
                names,
                servers,
                keys,
                waits,
                bounds,
                seals,
                instructions,
                Optional.of(directory),
                replicas,
                secrets,
                logs,
                signIn);
    }

    /** The longest that any call to any server may take. */
    public Duration longestCall() {
        return servers.stream()
                .map(server -> server.waits().get(Wait.MAXIMUM))
                .reduce(waits.get(Wait.MAXIMUM), (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    /** The server of that exact name, enabled or not. */
    public Optional<ServerSettings> server(String name) {
        return servers.stream().filter(server -> server.name().equals(name)).findFirst();
    }
}
