package dev.nave.edge.downstream.legacy;

import dev.nave.edge.conversation.Expired;
import dev.nave.edge.downstream.Relay;
import dev.nave.hub.Caller;
import dev.nave.hub.Failure;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpExchange;
import java.util.Optional;

/**
 * Sessions live on the node that opened them, and their ids say which that is. What reaches another node is passed on
 * there, and is taken up here only when that node is gone.
 */
final class Homes {
    private final Relay relay;
    private final Sessions sessions;
    private final SseWires wires;

    Homes(Relay relay, Sessions sessions, SseWires wires) {
        this.relay = relay;
        this.sessions = sessions;
        this.wires = wires;
    }

    /** Passes on what belongs to a session of Streamable HTTP that lives elsewhere; false when it is to be served here. */
    boolean passSession(HttpExchange http, Caller caller, Optional<Frame> frame) {
        Optional<String> id = http.header(StreamableHttp.SESSION_HEADER);
        if (relay.self().isEmpty() || id.isEmpty() || frame.filter(Homes::opens).isPresent()) {
            return false;
        }
        if (sessions.isBusy(id.get())) {
            return false; // Taken up here while its home was away: it goes on here until its calls have ended.
        }
        return pass(http, caller, sessions.home(id.get(), http.path(), caller), frame);
    }

    /** Passes on what is posted to a stream of HTTP+SSE that is open elsewhere. */
    boolean passWire(HttpExchange http, Caller caller, Frame frame) {
        return relay.self().isPresent() && pass(http, caller, wires.home(http, caller), Optional.of(frame));
    }

    private boolean pass(HttpExchange http, Caller caller, Optional<String> home, Optional<Frame> frame) {
        return home.isPresent()
                && !home.equals(relay.self())
                && relay.pass(http, caller, home.get(), frame.flatMap(Homes::lost));
    }

    private static boolean opens(Frame frame) {
        return frame instanceof Frame.Single(Message.Request request)
                && request.method().equals(Method.INITIALIZE);
    }

    /** What the sender of a request is told when its home goes in the middle of it; others wait for no answer. */
    private static Optional<Message> lost(Frame frame) {
        return frame instanceof Frame.Single(Message.Request request)
                ? Optional.of(
                        switch (Expired.withItsNode(request.method())) {
                            case Expired.OfTool(Json result) -> new Message.Result(request.id(), result);
                            case Expired.OfRequest(Failure failure) ->
                                new Message.Failure(request.id(), failure.code(), failure.message(), null);
                        })
                : Optional.empty();
    }
}
