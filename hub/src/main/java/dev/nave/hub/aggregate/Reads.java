package dev.nave.hub.aggregate;

import dev.nave.hub.Cancellation;
import dev.nave.hub.Deadline;
import dev.nave.hub.Time;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What was read of resources and may be kept for a while ({@code ttlMs}; 2026-07-28, server/utilities/caching), for whom
 * it was read: a server's word that it is public is not taken, since nothing crosses principals. What was used longest ago
 * goes first. Safe for many threads.
 */
final class Reads {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final int mostEntries;
    private final long mostBytes;
    private final Time time;
    // All below is guarded by this.
    private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Key, Reading> readings = new HashMap<>();
    private final Map<String, Long> changes = new HashMap<>();
    private long bytes;

    Reads(int mostEntries, long mostBytes, Time time) {
        this.mostEntries = mostEntries;
        this.mostBytes = mostBytes;
        this.time = time;
    }

    /**
     * What is read of what for whom.
     *
     * @param uri in the server's own spelling
     * @param digest of the whole request
     */
    record Key(String server, String principal, String uri, String digest) {}

    /** What is there for a reader. */
    sealed interface Found {
        /** The result, its {@code ttlMs} less by its age. */
        record Fresh(Json result) implements Found {}

        /** Nobody else is reading it: {@link Reads#land} comes next, whatever happens. */
        record Missing(Reading reading) implements Found {}

        /** Another one is reading it. */
        record Awaited(Reading reading) implements Found {}

        /** It was not to be kept when it was read last, so that each reads for itself. */
        record Fleeting() implements Found {}
    }

    synchronized Found find(Key key) {
        Kept last = kept.get(key);
        if (last != null && last.result == null) {
            return new Found.Fleeting();
        }
        if (last != null && last.result != null) {
            long left = last.until - time.nanos();
            if (left > 0) {
                return new Found.Fresh(last.result
                        .edit()
                        .put("ttlMs", Duration.ofNanos(left).toMillis())
                        .build());
            }
            remove(key);
        }
        Reading other = readings.get(key);
        if (other != null) {
            return new Found.Awaited(other);
        }
        Reading mine = new Reading(key, time.nanos(), changes.getOrDefault(key.server, 0L));
        readings.put(key, mine);
        return new Found.Missing(mine);
    }

    /** What came of a reading: kept if it may be; null when it is no result. */
    void land(Reading reading, @Nullable Json result) {
        synchronized (this) {
            readings.remove(reading.key, reading);
            OptionalLong ttl = result == null
                    ? OptionalLong.empty()
                    : result.member("ttlMs").map(Json::asLong).orElse(OptionalLong.empty());
            boolean current = changes.getOrDefault(reading.key.server, 0L) == reading.change;
            boolean keeps = current && ttl.orElse(0) > 0 && size(result) <= mostBytes / 8;
            if (keeps && result != null) {
                long life = Math.min(ttl.getAsLong(), LONGEST.toMillis());
                keep(
                        reading.key,
                        new Kept(result, reading.began + Duration.ofMillis(life).toNanos(), size(result)));
            } else if (result != null && current) {
                keep(reading.key, new Kept(null, 0, size(null)));
            }
        }
        reading.end();
    }

    /** Nothing that was read of this server is known to be right any more, what is being read included. */
    synchronized void outdate(String server) {
        changes.merge(server, 1L, Long::sum);
        for (Iterator<Map.Entry<Key, Kept>> each = kept.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Key, Kept> entry = each.next();
            if (entry.getKey().server.equals(server)) {
                bytes -= entry.getValue().size;
                each.remove();
            }
        }
    }

    /** This resource changed, and with it what it is a part of, and its parts. */
    synchronized void outdate(String server, String uri) {
        changes.merge(server, 1L, Long::sum);
        for (Iterator<Map.Entry<Key, Kept>> each = kept.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Key, Kept> entry = each.next();
            Key key = entry.getKey();
            if (key.server.equals(server) && (isPart(key.uri, uri) || isPart(uri, key.uri))) {
                bytes -= entry.getValue().size;
                each.remove();
            }
        }
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int entries() {
        return kept.size();
    }

    private void keep(Key key, Kept fresh) {
        remove(key);
        kept.put(key, fresh);
        bytes += fresh.size;
        while (kept.size() > mostEntries || bytes > mostBytes) {
            remove(kept.keySet().iterator().next());
        }
    }

    private void remove(Key key) {
        Kept gone = kept.remove(key);
        if (gone != null) {
            bytes -= gone.size;
        }
    }

    private static long size(@Nullable Json result) {
        return 256L + (result == null ? 0 : result.length());
    }

    static boolean isPart(String uri, String whole) {
        return uri.equals(whole) || uri.startsWith(whole.endsWith("/") ? whole : whole + "/");
    }

    /** Null when it is known that it is not to be kept. */
    private record Kept(@Nullable Json result, long until, long size) {}

    /** One reading, which others may wait for. */
    static final class Reading {
        private final Key key;
        private final long began;
        private final long change;
        private boolean ended;

        private Reading(Key key, long began, long change) {
            this.key = key;
            this.began = began;
            this.change = change;
        }

        /** Waits for its end; false when the one who waits has no more time, or no longer wants it. */
        boolean await(Deadline most, Cancellation cancellation) throws InterruptedException {
            try (var _ = cancellation.onCancel(this::wake)) {
                synchronized (this) {
                    while (!ended) {
                        long left = most.remaining().toMillis();
                        if (left <= 0 || cancellation.isCancelled()) {
                            return false;
                        }
                        wait(left);
                    }
                    return true;
                }
            }
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        private synchronized void wake() {
            notifyAll();
        }
    }
}
