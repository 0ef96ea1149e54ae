package dev.nave.edge.upstream.wire;

import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a caller is told of a call that was not answered. What a server's proxy wrote stays in the log. */
public final class Replies {
    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

    private Replies() {}

    public static Reply lost(Terms terms, Outcome.Lost lost) {
        return Reply.lost(lost.ran(), "Server '" + terms.name() + "' was lost: " + lost.reason());
    }

    public static Reply timedOut(Terms terms, Outcome.TimedOut outcome) {
        return Reply.lost(
                Reply.Ran.UNANSWERED,
                "Server '" + terms.name() + "' " + outcome.reason() + " and was told to stop. If it needs longer, raise"
                        + " waits." + Wait.CALL.key() + " or waits." + Wait.MAXIMUM.key() + " for it.");
    }

    public static Reply cancelled(Outcome.Cancelled cancelled) {
        return Reply.failed(ErrorCode.INTERNAL_ERROR, "The call was cancelled: " + cancelled.reason());
    }

    /** The server did not let the hub in. */
    public static Reply barred(Terms terms, Outcome.Barred barred) {
        return Reply.failed(ErrorCode.INTERNAL_ERROR, Troubles.words(terms, barred.why()));
    }

    /** The server did not let the hub in. A caller of a tool can do something about it, so it is told as its result. */
    public static Reply barred(Terms terms, Request request, Outcome.Barred barred) {
        if (!request.method().equals(Method.TOOLS_CALL)) {
            return barred(terms, barred);
        }
        String text = Troubles.words(terms, barred.why());
        Json said = Json.object().put("type", "text").put("text", text).build();
        return new Reply.Complete(Json.object()
                .put("content", Json.array(List.of(said)))
                .put("isError", true)
                .build());
    }

    /** An HTTP status in place of an answer. */
    public static Reply refused(Terms terms, Outcome.Refused refused) {
        int status = refused.status();
        LOG.atInfo()
                .addKeyValue("server", terms.name())
                .log("Server '{}' answered a call with HTTP {}: {}", terms.name(), status, refused.text());
        String server = "Server '" + terms.name() + "'";
        return switch (status) {
            case 401, 403 ->
                Reply.failed(
                        ErrorCode.INTERNAL_ERROR,
                        server + " refused the hub's credentials (HTTP " + status
                                + "): check the headers configured for it.");
            case 502, 503, 504 ->
                Reply.lost(Reply.Ran.PERHAPS, server + " is not available at the moment (HTTP " + status + ").");
            default ->
                Reply.failed(
                        ErrorCode.INTERNAL_ERROR,
                        server + " answered with HTTP " + status + " where an MCP message was expected.");
        };
    }
}
