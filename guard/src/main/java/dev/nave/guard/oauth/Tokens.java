package dev.nave.guard.oauth;

import dev.nave.hub.secret.Secret;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an authorization server gave out.
 *
 * @param access what servers are shown
 * @param refresh what gets the next ones, if there is such
 * @param obtained when
 * @param expires when the first ends, if that was said
 * @param granted what it allows, if that differs from what was asked for
 */
record Tokens(
        Secret access,
        Optional<Secret> refresh,
        Instant obtained,
        Optional<Instant> expires,
        Optional<List<String>> granted) {
    /** A token is renewed this long before its end, or in the last tenth of a short life. */
    private static final Duration EARLY = Duration.ofSeconds(60);

    /** What stands in the header {@code Authorization}. */
    Secret header() {
        return Secret.of("Bearer " + access.reveal());
    }

    boolean hasExpired(Instant now) {
        return expires.isPresent() && !now.isBefore(expires.get());
    }

    /** Whether it is time for the next ones. */
    boolean isEnding(Instant now) {
        if (expires.isEmpty()) {
            return false;
        }
        Duration tenth = Duration.between(obtained, expires.get()).dividedBy(10);
        return !now.isBefore(expires.get().minus(tenth.compareTo(EARLY) < 0 ? tenth : EARLY));
    }

    Json toJson() {
        JsonObject json = Json.object().put("access", access.reveal()).put("obtained", obtained.toString());
        refresh.ifPresent(text -> json.put("refresh", text.reveal()));
        expires.ifPresent(end -> json.put("expires", end.toString()));
        granted.ifPresent(scopes -> json.put("granted", Scopes.write(scopes)));
        return json.build();
    }

    static Tokens of(Json json) {
        return new Tokens(
                Secret.of(json.string("access").orElse("")),
                json.string("refresh").map(Secret::of),
                json.string("obtained").flatMap(Tokens::time).orElse(Instant.EPOCH),
                json.string("expires").flatMap(Tokens::time),
                json.string("granted").map(Scopes::read));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
