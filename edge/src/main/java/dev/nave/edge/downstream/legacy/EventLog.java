package dev.nave.edge.downstream.legacy;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * What one session's streams keep for a client that comes back with {@code Last-Event-ID} (2025-03-26, basic/transports,
 * "Resumability and Redelivery"): bounded in entries and bytes, the oldest go first. Event ids are unique in the session
 * and name the stream, so that nothing is replayed on another one. Safe for many threads.
 */
final class EventLog {
    private final String life;
    private final int mostEntries;
    private final long mostBytes;
    private final EventBudget budget;
    private final AtomicInteger entries = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Map<Integer, Channel> channels = new LinkedHashMap<>(4); // guarded by this

    /**
     * @param life tells the ids of this object from those of an earlier one for the same session
     * @param budget what all logs may hold together
     */
    EventLog(String life, int mostEntries, long mostBytes, EventBudget budget) {
        this.life = life;
        this.mostEntries = mostEntries;
        this.mostBytes = mostBytes;
        this.budget = budget;
    }

    /** The id of an event, visible ASCII. */
    String id(Channel channel, long sequence) {
        return life + "-" + channel.number() + "-" + sequence;
    }

    /** Where a client that saw this event last goes on; nothing when nobody here knows the id. */
    synchronized Optional<Place> find(String eventId) {
        String[] parts = eventId.split("-", -1);
        if (parts.length != 3 || !parts[0].equals(life)) {
            return Optional.empty();
        }
        try {
            Channel channel = channels.get(Integer.parseInt(parts[1]));
            return Optional.ofNullable(channel).map(found -> new Place(found, Long.parseLong(parts[2])));
        } catch (NumberFormatException foreign) {
            return Optional.empty();
        }
    }

    /** Whether this event was of a stream on which nothing comes any more. */
    boolean isOver(String eventId) {
        if (!eventId.matches(Pattern.quote(life) + "-\\d{1,9}-\\d{1,18}")) {
            return false;
        }
        return find(eventId)
                .map(place -> place.channel().isOver(place.sequence()))
                .orElse(true);
    }

    synchronized void register(Channel channel) {
        channels.put(channel.number(), channel);
    }

    void added(int length) {
        entries.incrementAndGet();
        bytes.addAndGet(length);
        budget.added(this, length);
    }

    void removed(int length) {
        entries.decrementAndGet();
        bytes.addAndGet(-length);
        budget.removed(length);
    }

    /** Lets the oldest go while there is too much; never called with a channel's lock held. */
    void relieve() {
        boolean more = true;
        while (more && (entries.get() > mostEntries || bytes.get() > mostBytes)) {
            more = forgetOldest();
        }
        budget.relieve();
    }

    /** Ends every stream and forgets all of them. */
    void close() {
        List<Channel> all;
        synchronized (this) {
            all = List.copyOf(channels.values());
            channels.clear();
        }
        all.forEach(Channel::discard);
        budget.forget(this);
    }

    /** Lets everything go that may. */
    void shed() {
        boolean more = true;
        while (more) {
            more = forgetOldest();
        }
    }

    /** Lets go what was written before this moment, and forgets the streams nothing is left of. */
    synchronized void expire(long now, Duration life) {
        for (Channel channel : channels.values()) {
            Optional<Long> oldest = channel.oldestForgettable();
            while (oldest.isPresent() && now - oldest.get() > life.toNanos()) {
                channel.forgetOldest();
                oldest = channel.oldestForgettable();
            }
        }
        channels.values().removeIf(Channel::isSpent);
    }

    long bytes() {
        return bytes.get();
    }

    private synchronized boolean forgetOldest() {
        Optional<Channel> oldest = channels.values().stream()
                .filter(channel -> channel.oldestForgettable().isPresent())
                .min(Comparator.comparing(channel -> channel.oldestForgettable().orElse(Long.MAX_VALUE)));
        oldest.ifPresent(Channel::forgetOldest);
        return oldest.isPresent();
    }

    /** A place in a stream: after the entry of this sequence. */
    record Place(Channel channel, long sequence) {}
}
