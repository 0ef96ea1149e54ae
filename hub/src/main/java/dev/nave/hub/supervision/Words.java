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
            case State.Starting starting ->
                head + "it has been starting for " + span(starting.since(), now) + ": call again soon.";
            case State.Ready ignored -> head + "it took too long: call again.";
            case State.BackingOff waiting ->
                head + "it failed " + times(waiting.failures()) + ", at last with: " + sentence(waiting.reason())
                        + " It is tried again in " + span(now, waiting.next()) + ": call again then.";
            case State.Failed failed ->
                head + "it failed for good: " + sentence(failed.reason())
                        + " Mend its configuration ('nave check' helps) and start Nave again.";
            case State.Stopped ignored -> head + "this hub is stopping.";
        };
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String sentence(String reason) {
        String text = reason.strip();
        return text.endsWith(".") ? text : text + ".";
    }

    private static String span(Instant from, Instant to) {
        Duration span = Duration.between(from, to);
        return span.toMillis() < 1_000 ? Math.max(0, span.toMillis()) + " ms" : span.toSeconds() + " s";
    }
}
