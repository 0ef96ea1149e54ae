package dev.nave.hub.configuration;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How much Nave takes, keeps or lets happen at once, for each {@link Bound}.
 *
 * @param all one value for each {@link Bound} in its own unit, from 1 to 2,147,483,647; one not given has its default
 */
public record Bounds(Map<Bound, Long> all) {

    public Bounds {
        Map<Bound, Long> complete = new EnumMap<>(Bound.class);
        for (Bound bound : Bound.values()) {
            long value = all.getOrDefault(bound, bound.standard());
            if (value < 1 || value > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "Expected " + bound.key() + " to be from 1 to " + Integer.MAX_VALUE + ", not " + value + ".");
            }
            complete.put(bound, value);
        }
        all = Collections.unmodifiableMap(complete);
    }

    public static Bounds defaults() {
        return new Bounds(Map.of());
    }

    /** The value in the bound's own unit: it always fits an {@code int}. */
    public int get(Bound bound) {
        return Math.toIntExact(Objects.requireNonNull(all.get(bound)));
    }

    /** The same with one changed. */
    public Bounds with(Bound bound, long value) {
        Map<Bound, Long> changed = new EnumMap<>(all);
        changed.put(bound, value);
        return new Bounds(changed);
    }
}
