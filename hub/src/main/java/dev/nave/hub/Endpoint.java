package dev.nave.hub;

import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a downstream door opens on: the whole hub, or one server of it. */
public interface Endpoint extends Server {
    /**
     * What the endpoint is for this caller. Stable while the configuration is. May wait for servers that are starting:
     * for who makes itself known, not for every answer.
     */
    Description describe(Caller caller);

    /** What every answer is signed with, the {@code serverInfo} of {@link #describe}. Does not wait. */
    default Json serverInfo(Caller caller) {
        return describe(caller).serverInfo();
    }

    /**
     * One tool as {@code tools/list} shows it to this caller, from what is known already; nothing when it is not known.
     * The doors check headers against its {@code inputSchema}.
     */
    default Optional<Json> tool(Caller caller, String name) {
        return Optional.empty();
    }

    /**
     * Tells a client about changes until the subscription is closed.
     *
     * @param sink called on a thread of the hub; must return at once
     */
    Subscription subscribe(Caller caller, Interest interest, Consumer<Event> sink);

    /** A client said that its roots changed; told on to the servers that may have asked for them. Does not wait for them. */
    default void rootsChanged(Caller caller, Optional<String> session) {}

    /** A legacy client's session ended: what servers hold for that session alone may go. Does not wait for them. */
    default void sessionEnded(Caller caller, String session) {}

    /**
     * How an endpoint introduces itself.
     *
     * @param serverInfo {@code name}, {@code version}, …
     * @param capabilities of a server, in the form of the newest revision, with {@code tasks} of 2025-11-25 beside it where
     *     tools say that they may be called as such
     * @param instructions for the model
     * @param ttl how long a client may keep this
     * @param shared whether it is the same for every caller ({@code cacheScope} public)
     */
    record Description(
            Json serverInfo, Json capabilities, Optional<String> instructions, Duration ttl, boolean shared) {}

    /**
     * What a client wants to hear of.
     *
     * @param lists {@link ListKind#RESOURCES} stands for templates too
     * @param resources URIs as this endpoint exposes them
     * @param tasks ids of tasks as this endpoint gave them to this caller
     */
    record Interest(Set<ListKind> lists, Set<String> resources, Set<String> tasks) {
        public static final Interest NONE = new Interest(Set.of(), Set.of());

        public Interest {
            lists = Set.copyOf(lists);
            resources = Set.copyOf(resources);
            tasks = Set.copyOf(tasks);
        }

        public Interest(Set<ListKind> lists, Set<String> resources) {
            this(lists, resources, Set.of());
        }

        public boolean isEmpty() {
            return lists.isEmpty() && resources.isEmpty() && tasks.isEmpty();
        }
    }

    /** A running subscription. */
    interface Subscription extends AutoCloseable {
        /** The part of the interest that can be honoured. */
        Interest honoured();

        /** Replaces the interest; answers the part of it that can be honoured. */
        Interest change(Interest interest);

        @Override
        void close();
    }

    /** What a subscriber is told. */
    sealed interface Event {
        record ListChanged(ListKind kind) implements Event {}

        /** {@code params} of {@code notifications/resources/updated}, its URI as this endpoint exposes it. */
        record ResourceUpdated(String uri, Json params) implements Event {}

        /**
         * A task is in another state: {@code params} of {@code notifications/tasks}, the whole task as {@code tasks/get}
         * would give it, under the id this endpoint gave it.
         */
        record TaskChanged(String id, Json params) implements Event {}

        /**
         * A server said something outside any call.
         *
         * @param session the legacy session it is for; none means whoever of this principal listens
         * @param method of the notification, {@code notifications/message} or {@code notifications/elicitation/complete}
         */
        record Said(Optional<String> session, String method, Json params) implements Event {}
    }
}
