package dev.nave.protocol.message;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** One JSON-RPC 2.0 message. */
public sealed interface Message {
    /** The message as JSON text, what it carries spelled as it came. */
    default Json toJson() {
        return toObject().build();
    }

    /** The bytes of {@link #toJson}, the caller's own. */
    default byte[] toBytes() {
        return toObject().toBytes();
    }

    /** The message as an object that may still be edited. */
    JsonObject toObject();

    /**
     * A call that wants an answer.
     *
     * @param params an object; empty when the message carried none
     */
    record Request(Id id, String method, Json params) implements Message {
        @Override
        public JsonObject toObject() {
            return JsonRpc.envelope()
                    .put("id", id.value())
                    .put("method", method)
                    .put("params", params);
        }
    }

    /**
     * A message nobody answers.
     *
     * @param params an object; empty when the message carried none
     */
    record Notification(String method, Json params) implements Message {
        @Override
        public JsonObject toObject() {
            JsonObject envelope = JsonRpc.envelope().put("method", method);
            return params.hasMembers() ? envelope.put("params", params) : envelope;
        }
    }

    /** What answers a request. */
    sealed interface Response extends Message {
        /** The request answered; null only in an error about a message whose id could not be read. */
        @Nullable
        Id id();
    }

    /** The result of a request; {@code result} is any JSON value, an object in MCP. */
    record Result(Id id, Json result) implements Response {
        @Override
        public JsonObject toObject() {
            return JsonRpc.envelope().put("id", id.value()).put("result", result);
        }
    }

    /**
     * The failure of a request.
     *
     * @param id null when the request's id could not be read
     * @param data more about it, or null
     */
    record Failure(
            @Nullable Id id,
            int code,
            String message,
            @Nullable Json data) implements Response {
        @Override
        public JsonObject toObject() {
            JsonObject error =
                    Json.object().put("code", code).put("message", message).put("data", data);
            return JsonRpc.envelope()
                    .put("id", id == null ? Json.NULL : id.value())
                    .put("error", error);
        }
    }
}
