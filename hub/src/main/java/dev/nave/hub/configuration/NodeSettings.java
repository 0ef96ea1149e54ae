package dev.nave.hub.configuration;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a node of Nave runs, whatever servers it serves: what only a start can change.
 *
 * @param listen where Nave listens and whom it believes; by default HTTP on {@code 127.0.0.1:8420}
 * @param waits how long Nave waits for anything
 * @param bounds how much Nave takes, keeps or lets happen at once
 * @param seals the keys that seal what clients carry for Nave; by default made by the node and gone with it
 * @param state the directory for what outlives the process; none by default: then nothing is kept, unless
 *     whoever runs the hub has a place for it
 * @param replicas this node as one of several; none by default, which serves alone
 * @param secrets where secrets come from
 * @param logs what is logged, where and for how long
 * @param signIn how people sign in to servers through the hub
 */
public record NodeSettings(
        Listen listen,
        Waits waits,
        Bounds bounds,
        Seals seals,
        Optional<Path> state,
        Optional<Replicas> replicas,
        SecretSettings secrets,
        LogSettings logs,
        SignInSettings signIn) {
    private static final NodeSettings DEFAULTS = new NodeSettings(
            Listen.defaults(),
            Waits.defaults(),
            Bounds.defaults(),
            Seals.ofTheNode(),
            Optional.empty(),
            Optional.empty(),
            SecretSettings.defaults(),
            LogSettings.defaults(),
            SignInSettings.defaults());

    public NodeSettings {
        if (replicas.isPresent() && seals.keys().isEmpty()) {
            throw new IllegalArgumentException(Seals.NEEDED);
        }
    }

    /** Those of an empty file. */
    public static NodeSettings defaults() {
        return DEFAULTS;
    }

    /** The same, listening somewhere else. */
    public NodeSettings withListen(Listen place) {
        return new NodeSettings(place, waits, bounds, seals, state, replicas, secrets, logs, signIn);
    }

    /** The same with other waits and bounds. */
    public NodeSettings withLimits(Waits time, Bounds amount) {
        return new NodeSettings(listen, time, amount, seals, state, replicas, secrets, logs, signIn);
    }

    /** The same, keeping what outlives the process in this directory. */
    public NodeSettings withState(Path directory) {
        return new NodeSettings(listen, waits, bounds, seals, Optional.of(directory), replicas, secrets, logs, signIn);
    }

    /** The same for a node that serves alone, whatever else is configured. */
    public NodeSettings alone() {
        return new NodeSettings(listen, waits, bounds, seals, state, Optional.empty(), secrets, logs, signIn);
    }
}
