package dev.nave.edge.upstream.legacy;

import dev.nave.hub.Audience;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A question whose call is looked for: the calls that may have caused it, which become fewer as they end. A call cannot
 * end before its own questions are answered, so the last one left has asked. Guarded by its {@link Turns}.
 */
final class Claim {
    private final List<Flight> candidates = new ArrayList<>();
    /** A call that may have asked was given up before it ended: being the last one left proves nothing any more. */
    private boolean tainted;

    private boolean outside;
    private @Nullable Tie tie;
    private @Nullable Runnable whenGivenUp;

    List<Flight> candidates() {
        return candidates;
    }

    @Nullable
    Tie tie() {
        return tie;
    }

    /** Whether it came while no call was in flight that could have caused it. */
    boolean isOutside() {
        return outside;
    }

    void comesOutside() {
        outside = true;
    }

    /** A call that was given up may have asked it. */
    void taint() {
        tainted = true;
    }

    /** While it is not known whose it is, each of them may be waiting for the answer. */
    void add(Flight candidate) {
        candidates.add(candidate);
        candidate.suspect();
    }

    void settle(Tie found) {
        if (tie == null) {
            tie = found;
            candidates.forEach(Flight::clear);
        }
    }

    /** A call is no longer in flight; {@code ended} is whether the server itself ended it. */
    void left(Flight flight, boolean ended) {
        if (!candidates.remove(flight)) {
            return;
        }
        tainted |= !ended;
        if (tie == null) {
            flight.clear();
        } else if (tainted && candidates.isEmpty() && whenGivenUp != null) {
            whenGivenUp.run();
        }
    }

    /** Run once nobody is left who could want the answer. */
    void onGivenUp(Runnable listener) {
        whenGivenUp = listener;
        if (tainted && candidates.isEmpty()) {
            listener.run();
        }
    }

    /** What is known by now; null when it has to be waited for. */
    @Nullable
    Tie judge() {
        if (candidates.isEmpty()) {
            return tainted ? new Tie.Gone() : new Tie.Nobody();
        }
        if (tainted) {
            return null;
        }
        return candidates.size() == 1
                ? new Tie.To(candidates.getFirst())
                : client().<Tie>map(Tie.Client::new).orElse(null);
    }

    /** The client all of them are of, if it is one that can be asked outside a call. */
    private Optional<Audience> client() {
        Set<Optional<String>> clients = candidates.stream()
                .map(flight -> flight.exchange().audience().map(Audience::session))
                .collect(Collectors.toSet());
        return clients.size() == 1 ? candidates.getFirst().exchange().audience() : Optional.empty();
    }
}
