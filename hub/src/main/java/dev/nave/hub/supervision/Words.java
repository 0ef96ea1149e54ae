package dev.nave.hub.supervision;

import dev.nave.hub.Time;
import java.time.Duration;
import java.time.Instant;

/** What people are told of a server that does not answer. */
final class Words {
    private Words() {}

    static String unavailable(String server, State state, Time time) {
        String head = "Expected server '" + server + "' to be ready, but ";
        Instant now = time.now();
        return switch (state) {
            case State.Disabled ignored -> head + "it is disabled in the configuration.";
            case State.Idle ignored -> head + "it was idle and has not started yet: call again soon.";
            case State.Starting starting ->
                head + "it has been starting for " + span(starting.since(), now) + ": call again soon.";
            case State.Ready ignored -> head + "it took too long: call again.";
            case State.Degraded degraded -> head + "it is degraded: " + sentence(degraded.reason()) + " Call again.";
            case State.BackingOff waiting ->
                head + "it failed " + times(waiting.failures()) + ", at last with: " + sentence(waiting.reason())
                        + " It is tried again in " + span(now, waiting.next()) + ": call again then.";
            case State.Failed failed -> head + failed(server, failed, now);
            case State.Stopping ignored -> head + "it is being stopped: call again soon.";
            case State.Stopped stopped -> head + sentence(stopped.reason()) + " Start it with: nave restart " + server;
        };
    }

    private static String failed(String server, State.Failed failed, Instant now) {
        if (failed.next().isEmpty()) {
            return "it failed for good: " + sentence(failed.reason())
                    + " Mend its configuration ('nave check' helps), or try again with: nave restart " + server;
        }
        return sentence(failed.reason()) + " It is tried again in "
                + span(now, failed.next().get()) + ", or at once with: nave restart " + server;
    }

    static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    static String sentence(String reason) {
        String text = reason.strip();
        return text.endsWith(".") ? text : text + ".";
    }

    static String span(Duration span) {
        if (span.toMillis() < 1_000) {
            return Math.max(0, span.toMillis()) + " ms";
        }
        return span.toSeconds() < 120 ? span.toSeconds() + " s" : span.toMinutes() + " min";
    }

    private static String span(Instant from, Instant to) {
        return span(Duration.between(from, to));
    }
}
