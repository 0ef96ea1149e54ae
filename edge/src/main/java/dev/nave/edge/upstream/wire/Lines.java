package dev.nave.edge.upstream.wire;

import dev.nave.hub.Connector.ConnectFailure;

/** Opens lines to one server: each a child of its own, or a connection of its own. */
public interface Lines {
    /**
     * Opens one more.
     *
     * @throws ConnectFailure when there is no such program, or no server
     */
    Line open() throws ConnectFailure, InterruptedException;

    /** Whether each line is a process, which costs more than a connection. */
    boolean areChildren();
}
