package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Lookout;
import dev.nave.hub.Quota;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What all sessions of a door share.
 *
 * @param ids makes texts nobody can guess, of letters and digits: 128 bits each
 * @param silence how long a call may say nothing before its client gets a stream, so that it sees the call is alive
 * @param budget of what all sessions keep of their streams
 * @param questions how many questions may be open with clients
 * @param lookout looks after calls that say nothing
 */
record Surroundings(
        Waits waits,
        Bounds bounds,
        Time time,
        Supplier<String> ids,
        Duration silence,
        EventBudget budget,
        Quota questions,
        Lookout lookout) {
    static Surroundings of(Waits waits, Bounds bounds, Time time, Supplier<String> ids, Duration silence) {
        return new Surroundings(
                waits,
                bounds,
                time,
                ids,
                silence,
                new EventBudget(bounds.get(Bound.ALL_EVENT_BYTES)),
                new Quota(bounds.get(Bound.PARKED), bounds.get(Bound.PARKED_PER_PRINCIPAL)),
                new Lookout());
    }

    Duration wait(Wait wait) {
        return waits.get(wait);
    }

    int bound(Bound bound) {
        return bounds.get(bound);
    }

    Channel.Limits channelLimits() {
        return new Channel.Limits(bound(Bound.MAILBOX), bound(Bound.OUTBOX_BYTES), time);
    }

    /** A log for the streams of one session. */
    EventLog newLog(String life) {
        return new EventLog(life, bound(Bound.EVENT_ENTRIES), bound(Bound.EVENT_BYTES), budget);
    }
}
