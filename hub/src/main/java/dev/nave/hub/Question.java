package dev.nave.hub;

import dev.nave.protocol.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a server asks a client: elicitation, sampling or roots.
 *
 * @param key what the server itself calls the question, as the key of a modern round; null when the wire carried none
 * @param method {@code elicitation/create}, {@code sampling/createMessage} or {@code roots/list}
 * @param params as the server spelled them, without the {@code progressToken} of its hop
 */
public record Question(@Nullable String key, String method, Json params) {}
