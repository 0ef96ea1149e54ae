package dev.nave.guard.oauth;

import dev.nave.hub.secret.Mask;
import dev.nave.hub.secret.Secret;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a server was shown of late, to be hidden in what it says. Safe for many threads. */
final class Shown {
    private static final int MOST = 256;
    private static final Mask NOTHING = new Mask(List.of());

    // Both are guarded by this; the oldest comes first.
    private final Set<Secret> tokens = new LinkedHashSet<>();
    private volatile Mask mask = NOTHING;

    /** Remembers a token, and is it. */
    Tokens remember(Tokens shown) {
        Secret token = shown.access();
        synchronized (this) {
            if (tokens.add(token)) {
                if (tokens.size() > MOST) {
                    tokens.remove(tokens.iterator().next());
                }
                mask = new Mask(tokens);
            }
        }
        return shown;
    }

    String hiddenIn(String text) {
        return mask.over(text);
    }
}
