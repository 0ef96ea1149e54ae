package dev.nave.protocol.message;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonException;
import dev.nave.protocol.json.JsonLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one text on a wire holds: a message, a batch of them (2025-03-26), or something that is neither. */
public sealed interface Frame {
    /** One message. */
    record Single(Message message) implements Frame {}

    /** A JSON array; each element is a message or malformed. Never empty. */
    record Batch(List<Frame> elements) implements Frame {
        public Batch {
            elements = List.copyOf(elements);
        }
    }

    /**
     * Nothing JSON-RPC knows.
     *
     * @param code -32700 when it is no JSON, -32600 when it is no message
     * @param id the id to answer to, when it could be read
     * @param problem what was expected and what came
     */
    record Malformed(int code, @Nullable Id id, String problem) implements Frame {
        public Message.Failure toFailure() {
            return new Message.Failure(id, code, problem, null);
        }
    }

    /** Reads a text; whatever it holds, this returns. */
    static Frame read(byte[] text, JsonLimits limits) {
        Json json;
        try {
            json = Json.parse(text, limits);
        } catch (JsonException e) {
            return new Malformed(ErrorCode.PARSE_ERROR, null, "Expected JSON: " + e.getMessage());
        }
        if (!json.isArray()) {
            return FrameReader.single(json);
        }
        List<Frame> elements = new ArrayList<>();
        for (Json element : json.elements()) {
            elements.add(FrameReader.single(element));
        }
        return elements.isEmpty()
                ? new Malformed(ErrorCode.INVALID_REQUEST, null, "Expected at least one message in a batch, got none")
                : new Batch(elements);
    }
}
