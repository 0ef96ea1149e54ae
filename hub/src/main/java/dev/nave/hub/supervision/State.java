package dev.nave.hub.supervision;

import dev.nave.hub.Connector.Opening;
import java.time.Duration;
import java.time.Instant;

/** Where a server stands. */
public sealed interface State {
    /** Since when. */
    Instant since();

    /** One word for people and programs. */
    String word();

    /** It is being started or reached, and shakes hands. */
    record Starting(Instant since) implements State {
        @Override
        public String word() {
            return "starting";
        }
    }

    /**
     * It answers.
     *
     * @param took from the start of this attempt to the end of the handshake
     */
    record Ready(Instant since, Opening opening, Duration took) implements State {
        @Override
        public String word() {
            return "ready";
        }
    }

    /**
     * It failed and is tried again.
     *
     * @param reason what happened, for people
     * @param next when
     * @param failures how often it failed in a row
     */
    record BackingOff(Instant since, String reason, Instant next, int failures) implements State {
        @Override
        public String word() {
            return "backing off";
        }
    }

    /** It failed in a way that only a change of the configuration mends; it is not tried again. */
    record Failed(Instant since, String reason) implements State {
        @Override
        public String word() {
            return "failed";
        }
    }

    /** The hub ended it. */
    record Stopped(Instant since) implements State {
        @Override
        public String word() {
            return "stopped";
        }
    }
}
