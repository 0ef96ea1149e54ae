package dev.nave.edge.conversation;

import dev.nave.hub.Failure;
import dev.nave.hub.Reply;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import java.util.List;

/**
 * What a client is told whose call is no more; the call is never repeated on its own. Of a tool it is a result, so that
 * the model reads it, else an error.
 */
public sealed interface Expired {
    /** The result of a tool call. */
    record OfTool(Json result) implements Expired {}

    /** The failure of any other request. */
    record OfRequest(Failure failure) implements Expired {}

    /** The call went with the node it was on. */
    static Expired withItsNode(String method) {
        return of(
                method,
                "The node of this hub that held the call is gone, and the call was not repeated: whether it took effect"
                        + " is not known. Look before you call again.");
    }

    /** The client came back too late. */
    static Expired late(String method) {
        return of(
                method,
                "The answers came too late: the call they belong to has ended on this hub and was"
                        + " not repeated. Call again if it may run twice.");
    }

    /** Over for a reason of its own, which the text gives. */
    static Expired of(String method, String text) {
        if (!method.equals(Method.TOOLS_CALL)) {
            return new OfRequest(new Failure(ErrorCode.INTERNAL_ERROR, text, null));
        }
        Json block = Json.object().put("type", "text").put("text", text).build();
        return new OfTool(Json.object()
                .put("content", Json.array(List.of(block)))
                .put("isError", true)
                .build());
    }

    /** As a server would have answered. */
    default Reply reply() {
        return switch (this) {
            case OfTool(Json result) -> new Reply.Complete(result);
            case OfRequest(Failure failure) -> new Reply.Failed(failure);
        };
    }
}
