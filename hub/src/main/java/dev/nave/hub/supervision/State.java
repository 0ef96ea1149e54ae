package dev.nave.hub.supervision;

import dev.nave.hub.Connector.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where a server stands. */
public sealed interface State {
    /** Since when. */
    Instant since();

    /** One or two words for people and programs. */
    String word();

    /** Why it stands there, for people; none where that goes without saying. */
    default Optional<String> why() {
        return Optional.empty();
    }

    /** Whether a call would be served, if need be once the server was started for it. */
    default boolean takesCalls() {
        return false;
    }

    /** It is not used: the configuration says so. */
    record Disabled(Instant since) implements State {
        @Override
        public String word() {
            return "disabled";
        }
    }

    /** It is not running, because nobody needs it; the next call starts it. */
    record Idle(Instant since, String reason) implements State {
        @Override
        public String word() {
            return "idle";
        }

        @Override
        public Optional<String> why() {
            return Optional.of(reason);
        }

        @Override
        public boolean takesCalls() {
            return true;
        }
    }

    /** It is being started or reached, shakes hands, and is listed for the first time. */
    record Starting(Instant since) implements State {
        @Override
        public String word() {
            return "starting";
        }
    }

    /**
     * It shook hands and was listed.
     *
     * @param took from the start of this attempt to the end of the handshake
     */
    record Ready(Instant since, Opening opening, Duration took) implements State {
        @Override
        public String word() {
            return "ready";
        }

        @Override
        public boolean takesCalls() {
            return true;
        }
    }

    /**
     * It takes calls, but something is wrong: it does not list, or does not answer when it is probed.
     *
     * @param took as in {@link Ready}
     * @param reason what is wrong, for people
     */
    record Degraded(Instant since, Opening opening, Duration took, String reason) implements State {
        @Override
        public String word() {
            return "degraded";
        }

        @Override
        public Optional<String> why() {
            return Optional.of(reason);
        }

        @Override
        public boolean takesCalls() {
            return true;
        }
    }

    /**
     * It failed and is tried again soon.
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

        @Override
        public Optional<String> why() {
            return Optional.of(reason);
        }
    }

    /**
     * It failed in a way that trying again soon does not mend.
     *
     * @param reason what happened, for people
     * @param next when it is tried once more; none when only somebody's hand or another configuration mends it
     */
    record Failed(Instant since, String reason, Optional<Instant> next) implements State {
        @Override
        public String word() {
            return "failed";
        }

        @Override
        public Optional<String> why() {
            return Optional.of(reason);
        }
    }

    /** It takes no further call, those in flight may end. */
    record Stopping(Instant since, String reason) implements State {
        @Override
        public String word() {
            return "stopping";
        }

        @Override
        public Optional<String> why() {
            return Optional.of(reason);
        }
    }

    /** It ended, and is not started again by itself. */
    record Stopped(Instant since, String reason) implements State {
        @Override
        public String word() {
            return "stopped";
        }

        @Override
        public Optional<String> why() {
            return Optional.of(reason);
        }
    }
}
