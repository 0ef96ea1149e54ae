package dev.nave.hub;

import dev.nave.protocol.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A unary request in the hub's own form.
 *
 * @param method an MCP method, such as {@code tools/call}
 * @param params the parameters as the client spelled them, without what belongs to one hop only: the {@code _meta} keys
 *     of {@link dev.nave.protocol.MetaKey#OF_ONE_HOP}, {@code inputResponses} and {@code requestState}. Always an object.
 * @param retry what the client brings back from an earlier round, or null on the first one
 */
public record Request(String method, Json params, @Nullable Retry retry) {
    public Request {
        if (!params.isObject()) {
            throw new IllegalArgumentException("expected params to be an object, got " + params);
        }
    }

    public Request(String method, Json params) {
        this(method, params, null);
    }

    public Request withParams(Json changed) {
        return new Request(method, changed, retry);
    }

    public Request withRetry(@Nullable Retry changed) {
        return new Request(method, params, changed);
    }

    /**
     * The answers of a round of <em>input required</em> (2026-07-28, basic/patterns/mrtr).
     *
     * @param responses an object: key of the question, bare result object
     * @param state {@code requestState} as it came, a string; null when the round carried none
     */
    public record Retry(Json responses, @Nullable Json state) {}
}
