package dev.nave.edge.downstream;

import dev.nave.hub.Caller;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpExchange;
import java.util.Optional;

/** Port: passes what a client sends on to the node that holds its session. Safe for many threads. */
public interface Relay {
    /** What this node is called among the others; nothing when it serves alone, and then nothing is passed on. */
    Optional<String> self();

    /**
     * Passes a request on and answers it with what the other node answers, stream and all. Blocks until that has ended or
     * the client is gone.
     *
     * @param node as a sealed id names it
     * @param lost what the client is told when the node goes before it has answered, if anything can be told
     * @return false when the node was not reached: nothing was answered, and the request surely had no effect there
     */
    boolean pass(HttpExchange http, Caller caller, String node, Optional<Message> lost);

    /** For a node that serves alone. */
    Relay NONE = new Relay() {
        @Override
        public Optional<String> self() {
            return Optional.empty();
        }

        @Override
        public boolean pass(HttpExchange http, Caller caller, String node, Optional<Message> lost) {
            return false;
        }
    };
}
