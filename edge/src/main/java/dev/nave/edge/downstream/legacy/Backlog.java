package dev.nave.edge.downstream.legacy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The entries of one channel: first those that went out and are kept, then those that wait. Guarded by the channel's lock. */
final class Backlog {
    private final Deque<Entry> entries = new ArrayDeque<>(4);
    private final int mostNotices;
    private final @Nullable EventLog log;
    private long last;
    private long taken;
    private int notices;
    private long waiting;
    private int dropped;
    private boolean kept;

    /**
     * @param mostNotices progress and log messages that may wait
     * @param log told of what is kept; null when nothing ever is
     */
    Backlog(int mostNotices, @Nullable EventLog log) {
        this.mostNotices = mostNotices;
        this.log = log;
    }

    /** Adds a message, unless it is a notice there is no room for. */
    void add(Entry.Kind kind, @Nullable Object key, byte[] message, long now) {
        if (kind.isNotice() && notices >= mostNotices && !makeRoom(kind)) {
            return;
        }
        if (key != null) {
            removeWaiting(entry -> key.equals(entry.key()));
        }
        Entry entry = new Entry(++last, kind, key, message, now);
        entries.addLast(entry);
        waiting += message.length;
        notices += kind.isNotice() ? 1 : 0;
        if (kept && log != null) {
            log.added(message.length);
        }
    }

    /** From now on keeps what went out. */
    void keep() {
        EventLog into = log;
        if (!kept && into != null) {
            kept = true;
            entries.forEach(entry -> into.added(entry.message().length));
        }
    }

    /** Notes that everything up to this sequence went out. */
    void acknowledge(long sequence) {
        for (Entry entry : entries) {
            if (entry.sequence() > taken && entry.sequence() <= sequence) {
                waiting -= entry.message().length;
                notices -= entry.kind().isNotice() ? 1 : 0;
            }
        }
        taken = Math.max(taken, Math.min(sequence, last));
    }

    /** Notes that an entry went out; it is gone unless what goes out is kept. */
    void sent(Entry entry) {
        acknowledge(entry.sequence());
        if (!kept) {
            entries.remove(entry);
        }
    }

    @Nullable
    Entry firstAfter(long sequence) {
        Entry first = null;
        for (Iterator<Entry> each = entries.descendingIterator(); each.hasNext(); ) {
            Entry entry = each.next();
            if (entry.sequence() <= sequence) {
                return first;
            }
            first = entry;
        }
        return first;
    }

    /** The oldest entry, if it went out or nobody is there to take it. */
    Optional<Entry> forgettable(boolean followed) {
        Entry first = entries.peekFirst();
        return first != null && (first.sequence() <= taken || !followed) ? Optional.of(first) : Optional.empty();
    }

    void forget(Entry entry) {
        if (entries.remove(entry)) {
            gone(entry);
        }
    }

    void clear() {
        entries.forEach(this::gone);
        entries.clear();
    }

    boolean isKept() {
        return kept;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whether nothing but responses stands in it. */
    boolean isPlain() {
        return entries.stream().allMatch(entry -> entry.kind() == Entry.Kind.RESPONSE);
    }

    List<byte[]> messages() {
        return entries.stream().map(Entry::message).toList();
    }

    /** The sequence up to which everything went out. */
    long taken() {
        return taken;
    }

    /** Bytes that have not gone out. */
    long waiting() {
        return waiting;
    }

    /** Log messages that found no room. */
    int dropped() {
        return dropped;
    }

    /** Whether a notice may come in: instead of the oldest progress, which a newer one outdates. */
    private boolean makeRoom(Entry.Kind kind) {
        if (removeWaiting(entry -> entry.kind() == Entry.Kind.PROGRESS)) {
            return true;
        }
        dropped += kind == Entry.Kind.LOG ? 1 : 0;
        return false;
    }

    private boolean removeWaiting(Predicate<Entry> wanted) {
        for (Iterator<Entry> each = entries.iterator(); each.hasNext(); ) {
            Entry entry = each.next();
            if (entry.sequence() > taken && wanted.test(entry)) {
                each.remove();
                gone(entry);
                return true;
            }
        }
        return false;
    }

    private void gone(Entry entry) {
        if (entry.sequence() > taken) {
            waiting -= entry.message().length;
            notices -= entry.kind().isNotice() ? 1 : 0;
        }
        if (kept && log != null) {
            log.removed(entry.message().length);
        }
    }
}
