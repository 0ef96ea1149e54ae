package dev.nave.hub.configuration;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long Nave waits, for each {@link Wait}.
 *
 * @param all one duration for each {@link Wait}, from a millisecond to a year; one that is not given has its default
 */
public record Waits(Map<Wait, Duration> all) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    public Waits {
        Map<Wait, Duration> complete = new EnumMap<>(Wait.class);
        for (Wait wait : Wait.values()) {
            Duration value = all.getOrDefault(wait, wait.standard());
            if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "Expected " + wait.key() + " to be from 1ms to 365d, not " + value + ".");
            }
            complete.put(wait, value);
        }
        all = Collections.unmodifiableMap(complete);
    }

    public static Waits defaults() {
        return new Waits(Map.of());
    }

    /** How long this one is waited for. */
    public Duration get(Wait wait) {
        return all.getOrDefault(wait, wait.standard());
    }

    /** Whether those that can be set for one server are the same in both. */
    public boolean isSameForServers(Waits other) {
        return Arrays.stream(Wait.values()).filter(Wait::perServer).allMatch(wait -> get(wait)
                .equals(other.get(wait)));
    }

    /** Whether those of the hub as a whole are the same in both. */
    public boolean isSameForTheHub(Waits other) {
        return Arrays.stream(Wait.values()).filter(wait -> !wait.perServer()).allMatch(wait -> get(wait)
                .equals(other.get(wait)));
    }

    /** The same with one changed. */
    public Waits with(Wait wait, Duration duration) {
        Map<Wait, Duration> changed = new EnumMap<>(all);
        changed.put(wait, duration);
        return new Waits(changed);
    }
}
