package dev.nave.guard.vault;

import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What Vault answered.
 *
 * @param body an object; an empty one when there was none
 */
record VaultAnswer(int status, Json body) {
    private static final int LONGEST = 200;

    boolean isGood() {
        return status / 100 == 2;
    }

    /** What it says is wrong, on one line; empty when it says nothing. */
    String errors() {
        List<Json> errors = body.member("errors").map(Json::elements).orElse(List.of());
        String text = errors.stream()
                .filter(Json::isString)
                .map(error -> error.text().replaceAll("\\s+", " ").strip())
                .collect(Collectors.joining("; "));
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    Optional<Json> at(String... path) {
        return body.at(path);
    }

    /** Never the body: it may be a secret or a token. */
    @Override
    public String toString() {
        return "VaultAnswer[" + status + "]";
    }
}
