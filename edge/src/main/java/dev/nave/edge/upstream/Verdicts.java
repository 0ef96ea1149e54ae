package dev.nave.edge.upstream;

import dev.nave.hub.Time;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.ServerSettings.Era;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Wait;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which servers were found to be legacy, and when. Only that is kept, and only for a while: a stale modern verdict would
 * fail loudly, a stale legacy one would stay forever. Safe for many threads.
 */
final class Verdicts {
    private final Time time;
    private final Map<Target, Instant> legacy = new ConcurrentHashMap<>();

    Verdicts(Time time) {
        this.time = time;
    }

    /** Whether the server need not be asked: it is configured to be legacy, or was found to be of late. */
    boolean isLegacy(ServerSettings settings) {
        Instant found = legacy.get(settings.target());
        return switch (settings.era()) {
            case LEGACY -> true;
            case MODERN -> false;
            case AUTO ->
                found != null && found.plus(settings.waits().get(Wait.ERA)).isAfter(time.now());
        };
    }

    /** The server shook hands as legacy. */
    void foundLegacy(ServerSettings settings) {
        if (settings.era() == Era.AUTO) {
            legacy.put(settings.target(), time.now());
        }
    }

    void forget(ServerSettings settings) {
        legacy.remove(settings.target());
    }
}
