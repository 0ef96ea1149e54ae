package dev.nave.hub;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
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

    /**
     * It failed, as JSON-RPC sees it. A tool that ran and failed is {@link Complete} with {@code isError}.
     *
     * @param ran what is known of whether a server acted on the request, for whoever might ask again
     */
    record Failed(Failure failure, Ran ran) implements Reply {
        /** A server, or the hub in its place, answered with this failure. */
        public Failed(Failure failure) {
            this(failure, Ran.ANSWERED);
        }
    }

    /** Whether a request that failed may have had an effect. */
    enum Ran {
        /** The failure is the answer: asking again would get it again. */
        ANSWERED,
        /** It surely never ran: the connection was lost, or refused, before a server could take it up. May be repeated. */
        SURELY_NOT,
        /** Nobody knows: the connection was lost in between. Only what is safe may be repeated. */
        PERHAPS,
        /** Nobody knows: the server was silent for longer than the call may take. Asking again would take as long again. */
        UNANSWERED
    }

    static Reply failed(int code, String message) {
        return new Failed(new Failure(code, message, null));
    }

    /** The way to the server was lost. */
    static Reply lost(Ran ran, String message) {
        return new Failed(new Failure(ErrorCode.INTERNAL_ERROR, message, null), ran);
    }
}
