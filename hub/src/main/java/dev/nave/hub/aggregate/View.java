package dev.nave.hub.aggregate;

import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Exchange;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What clients hold on to while the servers behind it are swapped: sessions, listens and subscriptions live on it. Safe
 * for use by many threads.
 */
final class View implements Endpoint {
    /** How long a client may keep what it is told of an endpoint that has gone. */
    private static final Duration BRIEFLY = Duration.ofSeconds(1);

    private final String name;
    private final Json serverInfo;
    private final Supplier<Optional<Group>> group;
    private final Subscribers subscribers;

    /**
     * @param name for people, where there is nothing behind it any more
     * @param group what is behind it now; nothing while the configuration has no such server
     */
    View(String name, Json serverInfo, Supplier<Optional<Group>> group, Subscribers subscribers) {
        this.name = name;
        this.serverInfo = serverInfo;
        this.group = group;
        this.subscribers = subscribers;
    }

    @Override
    public Description describe(Caller caller) {
        return group.get()
                .map(Group::describe)
                .orElseGet(() -> new Description(serverInfo, Json.EMPTY_OBJECT, Optional.empty(), BRIEFLY, true));
    }

    @Override
    public Json serverInfo(Caller caller) {
        return serverInfo;
    }

    @Override
    public Optional<Json> tool(Caller caller, String tool) {
        return group.get().flatMap(now -> now.tool(caller, tool));
    }

    @Override
    public boolean mayRepeat(Request request) {
        return group.get().filter(now -> now.mayRepeat(request)).isPresent();
    }

    @Override
    public Subscription subscribe(Caller caller, Interest interest, Consumer<Event> sink) {
        return subscribers.add(caller, interest, sink);
    }

    /** A call that surely did not run because its server was swapped under it is made again with what is there now. */
    @Override
    public Reply serve(Request request, Exchange exchange) {
        Optional<Group> now = group.get();
        if (now.isEmpty()) {
            return gone();
        }
        Reply reply = now.get().serve(request, exchange);
        if (reply instanceof Reply.Failed failed && failed.ran() == Reply.Ran.SURELY_NOT) {
            Optional<Group> later = group.get();
            if (!later.equals(now)) {
                return later.map(another -> another.serve(request, exchange)).orElseGet(this::gone);
            }
        }
        return reply;
    }

    private Reply gone() {
        return Reply.lost(
                Reply.Ran.SURELY_NOT,
                "Expected server '" + name + "' to be configured, but it was taken out of the configuration of this"
                        + " hub while it ran.");
    }

    @Override
    public void rootsChanged(Caller caller, Optional<String> session) {
        group.get().ifPresent(now -> now.rootsChanged(caller, session));
    }

    @Override
    public void sessionEnded(Caller caller, String session) {
        group.get().ifPresent(now -> now.sessionEnded(caller, session));
    }

    Subscribers subscribers() {
        return subscribers;
    }

    /** What is offered may be different now. */
    void outdate() {
        group.get().ifPresent(Group::outdate);
        subscribers.listsMayHaveChanged();
    }

    /** There are other servers behind it. */
    void swapped() {
        Thread.ofVirtual().name("swapped-" + name).start(subscribers::swapped);
    }

    @Override
    public String toString() {
        return group.get().map(Group::toString).orElse(name);
    }
}
