package dev.nave.edge.upstream.wire;

import dev.nave.hub.Connector.ConnectFailure;
import java.util.Optional;

/** Opens lines to one server: each a child of its own, or a connection of its own. */
public interface Lines {
    /**
     * Opens one more.
     *
     * @throws ConnectFailure when there is no such program, or no server
     */
    Line open() throws ConnectFailure, InterruptedException;

    /**
     * Opens one that shows the credential of a holder, where lines show any.
     *
     * @param holder whose; none for the one that all share
     */
    default Line openFor(Optional<String> holder) throws ConnectFailure, InterruptedException {
        return open();
    }

    /** Whether each line is a process, which costs more than a connection. */
    boolean areChildren();
}
