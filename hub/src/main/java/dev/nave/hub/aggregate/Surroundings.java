package dev.nave.hub.aggregate;

import dev.nave.hub.Connector;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.Reading;
import dev.nave.hub.feed.Memory;
import dev.nave.hub.seal.Seals;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a hub is given by whoever runs it.
 *
 * @param connector opens the way to servers
 * @param memory keeps what is known of servers that need not run
 * @param source reads the configuration anew; blocks for files at most
 * @param random for pauses that should not fall together
 * @param stance what it is to others
 */
public record Surroundings(
        Connector connector,
        Memory memory,
        Supplier<Reading> source,
        Seals seals,
        Identity identity,
        Time time,
        RandomGenerator random,
        Stance stance) {

    /** Those of a hub that stands alone. */
    public Surroundings(
            Connector connector,
            Memory memory,
            Supplier<Reading> source,
            Seals seals,
            Identity identity,
            Time time,
            RandomGenerator random) {
        this(connector, memory, source, seals, identity, time, random, Stance.ALONE);
    }

    /** What a hub is to others. */
    public enum Stance {
        /** A hub by itself. */
        ALONE,
        /** A server of another hub, whose tools speak for both: it has none of its own. Its servers come and go. */
        WITHIN,
        /** All that another hub passes everything on to: its own tools are the only ones. Its servers come and go. */
        BEHIND
    }

    /** With a configuration that stays as it is, and no memory. */
    public static Surroundings of(
            Configuration configuration,
            Connector connector,
            Seals seals,
            Identity identity,
            Time time,
            RandomGenerator random) {
        Reading same = new Reading.Read(configuration, List.of());
        return new Surroundings(connector, Memory.NONE, () -> same, seals, identity, time, random);
    }
}
