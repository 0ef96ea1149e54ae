package dev.nave.edge.conversation;

import dev.nave.hub.Failure;
import dev.nave.hub.Question;
import dev.nave.hub.Reply;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.ErrorCode;
import java.util.Collection;

/** Capabilities a client would have needed (2026-07-28, error -32021). */
public final class Lacking {
    private Lacking() {}

    /** The failure that names what these questions need, as a {@code ClientCapabilities} object. */
    public static Failure failure(Collection<Question> questions) {
        JsonObject capabilities = Json.object();
        JsonObject elicitation = Json.object();
        for (Question question : questions) {
            switch (question.method()) {
                case Method.SAMPLING -> capabilities.put("sampling", Json.EMPTY_OBJECT);
                case Method.ROOTS_LIST -> capabilities.put("roots", Json.EMPTY_OBJECT);
                default -> {
                    elicitation.put(question.params().string("mode").orElse("form"), Json.EMPTY_OBJECT);
                    capabilities.put("elicitation", elicitation.build());
                }
            }
        }
        return of(capabilities.build());
    }

    /** The failure that names these capabilities. */
    public static Failure of(Json capabilities) {
        return new Failure(
                ErrorCode.MISSING_CLIENT_CAPABILITY,
                "Expected the client to declare what data.requiredCapabilities names: the call needs it.",
                Json.object().put("requiredCapabilities", capabilities).build());
    }

    /** A call that failed after its client could not be asked failed for that reason. */
    static Reply explain(Reply reply, Collection<Question> lacking) {
        return reply instanceof Reply.Failed ? new Reply.Failed(failure(lacking)) : reply;
    }
}
