package dev.nave.guard.oauth;

import dev.nave.protocol.json.Json;
import java.net.URI;
import java.util.Optional;

/**
 * What somebody answered.
 *
 * @param from where it came from in the end
 * @param json the object it holds; none when it holds none
 */
record Answer(URI from, int status, Optional<Json> json) {
    boolean isGood() {
        return status / 100 == 2 && json.isPresent();
    }

    /** Whether the one who answers is in trouble himself, so that asking later may help. */
    boolean isTrouble() {
        return status / 100 == 5 || status == 429 || status == 408;
    }

    Json object() {
        return json.orElse(Json.EMPTY_OBJECT);
    }
}
