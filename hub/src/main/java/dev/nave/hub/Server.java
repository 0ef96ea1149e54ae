package dev.nave.hub;

/**
 * Everything that answers MCP requests: a child process, a remote endpoint, a group of servers, the whole hub. A test
 * double is a lambda.
 */
@FunctionalInterface
public interface Server {
    /**
     * Answers one request. Blocks the calling virtual thread until there is an outcome; expected failures are replies,
     * never exceptions.
     *
     * @param request in the hub's own form, whatever the client's era
     * @param exchange the call in progress: who asks, how long, and the way back
     */
    Reply serve(Request request, Exchange exchange);

    /**
     * Whether a tool call whose outcome nobody knows may be made again, because the operator says so of the tool. Tells
     * what is known without waiting for anything; false where nothing is.
     */
    default boolean mayRepeat(Request request) {
        return false;
    }
}
