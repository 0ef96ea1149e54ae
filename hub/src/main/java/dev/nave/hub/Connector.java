package dev.nave.hub;

import dev.nave.hub.configuration.ServerSettings;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Port: opens the way to a server. Filled by the upstream doors. */
@FunctionalInterface
public interface Connector {
    /**
     * Starts or reaches the server, finds its era and shakes hands. Blocks, within the waits of the settings.
     *
     * @param feed told what the server says outside calls, until the connection is closed; called on threads of the
     *     connection, must return soon
     * @throws ConnectFailure with a text for people: what failed, the last line of the server's stderr, what to do
     */
    Connection connect(ServerSettings settings, Feed feed) throws ConnectFailure, InterruptedException;

    /** A way to one server: shared by all callers, keeping apart inside what must not meet. */
    interface Connection extends Server, AutoCloseable {
        Opening opening();

        /**
         * Serves a unary request in the server's own names and URIs: calls, reads, prompts, completions, one page of a
         * list. Cursors are the server's own.
         *
         * <p>When the connection ends before the answer came, the reply is {@link Reply#lost}, which says whether the
         * request may have run, and {@link Feed#lost} is told too if the whole connection is gone.
         */
        @Override
        Reply serve(Request request, Exchange exchange);

        /** Makes the server report changes of exactly these resources from now on; answers those it will report. */
        Set<String> watch(Set<String> uris);

        /**
         * Makes the server report changes of exactly these tasks from now on; answers those it will report. The others
         * have to be asked for.
         */
        default Set<String> watchTasks(Set<String> ids) {
            return Set.of();
        }

        /**
         * Looks whether the server still answers, in the way its settings say. Blocks for at most the timeout.
         *
         * @return what is wrong, for people; nothing when it is well. An answer that is an error is an answer
         */
        default Optional<String> probe(Duration timeout) {
            return Optional.empty();
        }

        /**
         * How those behind it are doing, in the form of the hub's tool {@code status}; nothing where it is one server.
         * Does not wait.
         */
        default Optional<Json> status() {
            return Optional.empty();
        }

        /**
         * Waits until each of those behind it, where it is more than one server, is listed or has failed; no longer than
         * this.
         */
        default void awaitListed(Duration patience) {}

        /** Looks anew which servers are behind it, where that is written somewhere. Does not wait. */
        default void refresh() {}

        /** A client's roots changed: tells the server where sessions of this caller, or of its legacy session, know them. */
        default void rootsChanged(Caller caller, Optional<String> session) {}

        /** A legacy client's session ended: what is held at the server for that session alone may go. */
        default void sessionEnded(Caller caller, String session) {}

        /** Ends the connection, children and all, within the drain wait. Idempotent. */
        @Override
        void close();
    }

    /**
     * How a server introduced itself.
     *
     * @param capabilities as it declared them
     * @param serverInfo as it gave it; empty object when it gave none
     */
    record Opening(Revision revision, Json serverInfo, Json capabilities, Optional<String> instructions) {
        public boolean has(String capability) {
            return capabilities.find(capability) != null;
        }
    }

    /** What a server says outside any call. */
    interface Feed {
        void listChanged(ListKind kind);

        /**
         * A resource that is watched changed.
         *
         * @param principal whose process of the server it is that said so, so that nobody else is told; none when everybody
         *     who watches is
         * @param params of the notification, in the server's own URIs
         */
        void resourceUpdated(Optional<String> principal, String uri, Json params);

        /**
         * A task changed, or may have: {@code state} is the whole of it, as {@code tasks/get} would answer; none when it
         * has to be asked for.
         *
         * @param id the server's own
         */
        default void taskChanged(String id, Optional<Json> state) {}

        /**
         * A notification for people, {@code notifications/message} or {@code notifications/elicitation/complete}.
         *
         * @param principal whom the server's session belongs to; none when it is nobody's in particular
         * @param session the legacy client session it belongs to, if it belongs to one
         */
        void said(Optional<String> principal, Optional<String> session, String method, Json params);

        /** The server is gone; nothing follows but a new connection. Called at most once. */
        void lost(String reason);

        /** As {@link #lost}, where its process ended by itself and said that all was well: with exit code 0. */
        default void ended(String reason) {
            lost(reason);
        }
    }

    /** A server could not be reached, started or understood. */
    final class ConnectFailure extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean worthRetrying;

        /**
         * @param worthRetrying false when only a change of the configuration can help (no such program, 401)
         */
        public ConnectFailure(String message, boolean worthRetrying) {
            super(message);
            this.worthRetrying = worthRetrying;
        }

        public boolean isWorthRetrying() {
            return worthRetrying;
        }
    }
}
