package dev.nave.edge.conversation;

import dev.nave.hub.Caller;
import dev.nave.hub.Request;

/** Port: the other nodes that serve the same clients, for calls which one of them holds. Safe for many threads. */
@FunctionalInterface
public interface OtherNodes {
    /** There are none. */
    OtherNodes NONE = (node, caller, party, request) -> new Found.Unreachable();

    /**
     * Takes a client that comes back to the node that holds its call. Blocks until that node has it, within stated waits.
     *
     * @param node as the state names it
     * @param request with what the client brings back
     */
    Found visit(String node, Caller caller, Party party, Request request);

    /** What became of the way there. */
    sealed interface Found {
        /** The client waits there; what it is told comes through this visit, which ends if the node does. */
        record There(Visit visit) implements Found {}

        /** The node holds no such call any more. */
        record Over() implements Found {}

        /** The node is gone, or out of reach. */
        record Unreachable() implements Found {}
    }
}
