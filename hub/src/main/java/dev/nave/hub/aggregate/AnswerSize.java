package dev.nave.hub.aggregate;

import dev.nave.hub.Exchange;
import dev.nave.hub.Filter;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.protocol.message.ErrorCode;

/** Keeps answers within what clients are given, whatever the wire let through. */
final class AnswerSize implements Filter {
    private final String server;
    private final int most;

    AnswerSize(String server, int most) {
        this.server = server;
        this.most = most;
    }

    @Override
    public Reply filter(Request request, Exchange exchange, Server next) {
        Reply reply = next.serve(request, exchange);
        int size =
                switch (reply) {
                    case Reply.Complete(var result) -> result.length();
                    case Reply.InputRequired asked -> asked.result().length();
                    case Reply.Task(var result) -> result.length();
                    case Reply.Failed ignored -> 0;
                };
        if (size <= most) {
            return reply;
        }
        return Reply.failed(
                ErrorCode.INTERNAL_ERROR,
                "Expected server '" + server + "' to answer with at most " + most + " bytes, got " + size
                        + ": ask for less, or raise bounds.result.");
    }

    @Override
    public String name() {
        return "size";
    }
}
