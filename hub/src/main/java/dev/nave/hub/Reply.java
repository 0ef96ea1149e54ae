package dev.nave.hub;

import dev.nave.protocol.json.Json;
import org.jspecify.annotations.Nullable;

/** What a server answers. */
public sealed interface Reply {
    /** Done. {@code result} is an object in the shape the server gave it, without {@code resultType}. */
    record Complete(Json result) implements Reply {}

    /**
     * The server needs answers first, and is asked again with them (2026-07-28, basic/patterns/mrtr).
     *
     * @param requests an object: key, then {@code {method, params}}; empty when the server only wants to be asked again
     * @param state what to bring back, a string; null when the server gave none, and then none is brought back
     * @param result the whole result as it came, for members nobody here knows
     */
    record InputRequired(Json requests, @Nullable Json state, Json result) implements Reply {}

    /** The server goes on as a task (extension {@code io.modelcontextprotocol/tasks}); {@code result} as it came. */
    record Task(Json result) implements Reply {}

    /** It failed, as JSON-RPC sees it. A tool that ran and failed is {@link Complete} with {@code isError}. */
    record Failed(Failure failure) implements Reply {}

    static Reply failed(int code, String message) {
        return new Failed(new Failure(code, message, null));
    }
}
