package dev.nave.edge.upstream.wire;

import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.secret.Values;
import dev.nave.transport.http.HttpCall;
import dev.nave.transport.http.HttpSending;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Port: what carries messages to servers. Filled with the wires of transport. Safe for many threads. */
public interface Wires {
    /**
     * Starts a child; each line of its output goes to the reader.
     *
     * @param server the name of the server it belongs to
     * @param values what the references in its texts stand for
     * @param stop how long it may take to end after its input is closed, and again after TERM, before KILL
     * @throws IOException when it cannot be started; the text is for people and names the program
     */
    Child start(String server, Target.Child target, Values values, Duration stop, Pipe.Reader reader)
            throws IOException;

    /**
     * Opens a WebSocket with the sub-protocol {@code mcp}.
     *
     * @throws IOException when the server cannot be reached or refuses
     */
    Pipe webSocket(URI url, Map<String, String> headers, Duration connect, Pipe.Reader reader) throws IOException;

    /**
     * Runs a program of the operator's to its end, without input.
     *
     * @param settings of the server it is about, whose environment and directory it has
     * @return what is wrong, for people: it cannot be started, takes longer than this, or does not end with 0
     */
    default Optional<String> run(ServerSettings settings, Values values, List<String> command, Duration most)
            throws InterruptedException {
        return Optional.of("no program can be run here");
    }

    /** Prepares an HTTP request that another thread may abort; nothing is sent yet. */
    HttpSending open(HttpCall call);

    /** A process that runs, and its pipe. Closing it ends the whole tree. */
    interface Child extends Pipe {
        /** The last line it wrote to its standard error, shortened, with the secrets it was given hidden. */
        Optional<String> lastWords();

        /** Whether it has ended by itself, with exit code 0. */
        default boolean endedInOrder() {
            return false;
        }

        /** Waits until nothing is left of it, but no longer than this. */
        default void awaitEnd(Duration most) throws InterruptedException {}
    }
}
