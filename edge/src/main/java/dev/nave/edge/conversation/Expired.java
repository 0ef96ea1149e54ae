package dev.nave.edge.conversation;

import dev.nave.hub.Reply;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import java.util.List;

/** What a client gets that came back for a call which is no more. The call is never repeated on its own. */
final class Expired {
    private static final String TEXT =
            "The answers came too late: the call they belong to has ended on this hub and was"
                    + " not repeated. Call again if it may run twice.";

    private Expired() {}

    static Reply reply(String method) {
        return toolError(method, TEXT);
    }

    /** A failure with this text: of the tool where one was called, so that the model reads it, else of the request. */
    static Reply toolError(String method, String text) {
        if (!method.equals(Method.TOOLS_CALL)) {
            return Reply.failed(ErrorCode.INTERNAL_ERROR, text);
        }
        Json block = Json.object().put("type", "text").put("text", text).build();
        return new Reply.Complete(Json.object()
                .put("content", Json.array(List.of(block)))
                .put("isError", true)
                .build());
    }
}
