package dev.nave.edge.replica;

import dev.nave.hub.Sha256;
import dev.nave.hub.Time;
import dev.nave.hub.seal.Purpose;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.json.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a node shows another one: a text sealed with the keys they share, good for one request with this body to this node,
 * once, and soon. The answer bears the like, made for that request. Safe for many threads.
 */
final class Passports {
    static final String HEADER = "Nave-Passport";

    /** How far clocks may differ, and how long a request may be under way. */
    private static final Duration LIFE = Duration.ofSeconds(60);

    /** Passports remembered as used; with more within their life the oldest are forgotten. */
    private static final int MOST_USED = 200_000;

    private final Seals seals;
    private final Supplier<String> ids;
    private final Time time;
    private final Map<String, Instant> used = new LinkedHashMap<>(); // until when; guarded by itself

    Passports(Seals seals, Supplier<String> ids, Time time) {
        this.seals = seals;
        this.ids = ids;
        this.time = time;
    }

    /** One for a request to the node of this address. */
    Issued issue(String node, String path, byte[] body) {
        String nonce = ids.get();
        Json content = Json.object()
                .put("n", nonce)
                .put("p", path)
                .put("d", Sha256.base64(body))
                .build();
        return new Issued(nonce, seals.seal(Purpose.PEER, node, LIFE, content));
    }

    /** Looks at one; nothing when it was made for another request or node, by who has no key, or has ended. */
    Optional<Shown> check(URI self, String path, byte[] body, String shown) {
        String digest = Sha256.base64(body);
        Supplier<Optional<String>> opened = () -> seals.open(Purpose.PEER, self.toString(), shown)
                .filter(content -> content.string("p").equals(Optional.of(path)))
                .filter(content -> content.string("d").equals(Optional.of(digest)))
                .flatMap(content -> content.string("n"));
        // Once more at the end: if the clock went on in between, its use may have been forgotten, but then it has
        // ended.
        return opened.get().map(nonce -> new Shown(nonce, isFirstUse(nonce))).filter(known -> opened.get()
                .isPresent());
    }

    /** What the node that was asked shows with its answer. */
    String proof(String nonce) {
        return seals.seal(Purpose.PEER, "answer to " + nonce, LIFE, Json.EMPTY_OBJECT);
    }

    /** Whether the answer to an issued one came from a node with the same keys. */
    boolean isProof(Issued issued, Optional<String> shown) {
        return shown.flatMap(text -> seals.open(Purpose.PEER, "answer to " + issued.nonce(), text))
                .isPresent();
    }

    private boolean isFirstUse(String nonce) {
        Instant now = time.now();
        synchronized (used) {
            // In the order of their use, and all live as long.
            for (Iterator<Instant> each = used.values().iterator(); each.hasNext(); ) {
                if (each.next().isAfter(now) && used.size() < MOST_USED) {
                    break;
                }
                each.remove();
            }
            // Twice its life, since its maker's clock may be that much ahead.
            return used.putIfAbsent(nonce, now.plus(LIFE.multipliedBy(2))) == null;
        }
    }

    /** A passport that was shown, and whether for the first time: only then it is good. */
    record Shown(String nonce, boolean first) {}

    /** A passport on its way. */
    record Issued(String nonce, String text) {}
}
