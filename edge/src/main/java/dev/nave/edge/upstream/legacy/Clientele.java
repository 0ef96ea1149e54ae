package dev.nave.edge.upstream.legacy;

import dev.nave.hub.Audience;
import dev.nave.hub.Exchange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which clients use a session, so that what its server asks outside any call finds the one it is for. Safe for many threads. */
final class Clientele {
    private final Map<String, Audience> audiences = new LinkedHashMap<>();
    /** Whether clients use it that can be asked in their calls alone. */
    private boolean mixed;

    private @Nullable Audience announced;

    synchronized void uses(Exchange exchange) {
        Optional<Audience> audience = exchange.audience();
        mixed |= audience.isEmpty();
        audience.ifPresent(each -> audiences.put(each.session(), each));
    }

    synchronized void ended(String session) {
        audiences.remove(session);
        if (announced != null && announced.session().equals(session)) {
            announced = null;
        }
    }

    /** The server is told that the roots of this client changed, and will ask for them. */
    synchronized void announce(Exchange exchange) {
        announced = exchange.audience().orElse(null);
    }

    /** As above; whether this client uses the session, alone if {@code alone}. */
    synchronized boolean announce(String session, boolean alone) {
        Audience known = audiences.get(session);
        if (known == null || (alone && only().isEmpty())) {
            return false;
        }
        announced = known;
        return true;
    }

    /** Who is asked for roots outside any call: whoever they were said to have changed for, else the only client. */
    synchronized Optional<Audience> rooted() {
        return announced == null ? only() : Optional.of(announced);
    }

    /** The only client, if there is one alone that can be asked outside a call. */
    synchronized Optional<Audience> only() {
        return mixed || audiences.size() != 1
                ? Optional.empty()
                : Optional.of(audiences.values().iterator().next());
    }
}
