package dev.nave.edge.conversation;

import dev.nave.protocol.LogLevel;
import dev.nave.protocol.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What the client of a call has not been told yet, bounded. When it is full the oldest progress goes first, for a newer
 * one says more; then log messages, which are counted. While nobody waits only the last progress and the last log
 * messages are kept, and what extensions tell. Guarded by the conversation's lock.
 */
final class Mailbox {
    /** Log messages kept while the call is parked. */
    private static final int RING = 100;

    private final int most;
    private final Deque<Visit.Notice> notices = new ArrayDeque<>(4);
    private double last = Double.NEGATIVE_INFINITY;
    private int dropped;

    Mailbox(int most) {
        this.most = most;
    }

    /** Takes progress that goes forward; what does not is dropped (2025-11-25, basic/utilities/progress). */
    void progress(Json params, boolean parked) {
        Json value = params.find("progress");
        double progress = value == null ? Double.NaN : value.asDouble();
        if (progress <= last) {
            return;
        }
        if (!Double.isNaN(progress)) {
            last = progress;
        }
        if (parked) {
            notices.removeIf(Visit.Notice.Progress.class::isInstance);
        } else if (notices.size() >= most && !removeFirst(Visit.Notice.Progress.class)) {
            removeFirst(Visit.Notice.Log.class);
            dropped++;
        }
        notices.add(new Visit.Notice.Progress(params));
    }

    void log(Json params, boolean parked) {
        if (parked ? logs() >= RING : notices.size() >= most) {
            dropped++;
            if (!parked || !removeFirst(Visit.Notice.Log.class)) {
                return;
            }
        }
        notices.add(new Visit.Notice.Log(params));
    }

    /** Takes what only the client understands: it stays when it came first, for it is not known what replaces what. */
    void opaque(String method, Json params, boolean parked) {
        if (notices.size() >= (parked ? RING : most)) {
            dropped++;
            return;
        }
        notices.add(new Visit.Notice.Opaque(method, params));
    }

    /** The next notice this client wants; null when there is none. */
    Visit.@Nullable Notice poll(Party party) {
        while (true) {
            Visit.Notice notice = notices.poll();
            if (notice == null || isWanted(notice, party)) {
                return notice;
            }
        }
    }

    /** Log messages and notifications of extensions that were not kept. */
    int dropped() {
        return dropped;
    }

    /** Whether a client that wants this level, or none at all, wants the message. */
    static boolean isWanted(Json params, Party party) {
        LogLevel level = params.string("level").flatMap(LogLevel::of).orElse(LogLevel.INFO);
        return party.level().filter(least -> level.compareTo(least) >= 0).isPresent();
    }

    private static boolean isWanted(Visit.Notice notice, Party party) {
        return switch (notice) {
            case Visit.Notice.Progress progress -> party.wantsProgress();
            case Visit.Notice.Log log -> isWanted(log.params(), party);
            case Visit.Notice.Opaque opaque -> true;
            case Visit.Notice.Silence silence -> true;
            case Visit.Notice.Ended ended -> true;
            case Visit.Notice.Left left -> true;
        };
    }

    private long logs() {
        return notices.stream().filter(Visit.Notice.Log.class::isInstance).count();
    }

    private boolean removeFirst(Class<? extends Visit.Notice> kind) {
        for (Iterator<Visit.Notice> each = notices.iterator(); each.hasNext(); ) {
            if (kind.isInstance(each.next())) {
                each.remove();
                return true;
            }
        }
        return false;
    }
}
