package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Answer;
import dev.nave.hub.Caller;
import dev.nave.hub.Client;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Quota;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import dev.nave.protocol.projection.Projection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One legacy client from {@code initialize} on: what it speaks and can do, its calls in flight, the questions open with
 * it, what it wants to hear of, and its streams. Safe for many threads.
 */
final class Session {
    private final String key;
    private final Caller caller;
    private final Client client;
    private final Endpoint endpoint;
    private final Surroundings surroundings;
    private final Projection projection;
    private final Gates gates;
    private final @Nullable EventLog log;
    private final Channel aside;
    private final Inquiries inquiries;
    private final Watching watching;
    private final Map<Id, LegacyExchange> calls = new ConcurrentHashMap<>(4);
    private final AtomicInteger channels = new AtomicInteger();
    private volatile LogLevel level = LogLevel.INFO;
    private volatile long touched;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Session(
            String key,
            Caller caller,
            Client client,
            Endpoint endpoint,
            Surroundings surroundings,
            @Nullable Channel wire) {
        String life = surroundings.ids().get().substring(0, 12);
        this.key = key;
        this.caller = caller;
        this.client = client;
        this.endpoint = endpoint;
        this.surroundings = surroundings;
        this.projection = Projection.to(client.revision());
        this.gates = new Gates(client, surroundings.ids());
        this.log = wire == null ? surroundings.newLog(life) : null;
        this.aside = wire == null ? new Channel(0, surroundings.channelLimits(), log) : wire;
        this.inquiries = new Inquiries(life);
        this.watching = new Watching(this, surroundings);
        touch();
    }

    /**
     * A session whose every call has a stream of its own, which can be resumed: Streamable HTTP.
     *
     * @param key what the hub knows the session by; the same again when a session is reopened from its seal
     */
    static Session ofHttp(String key, Caller caller, Client client, Endpoint endpoint, Surroundings surroundings) {
        return new Session(key, caller, client, endpoint, surroundings, null);
    }

    /** A session that has one stream, for as long as its wire is open. */
    static Session ofWire(Caller caller, Client client, Endpoint endpoint, Surroundings surroundings, Channel wire) {
        return new Session(surroundings.ids().get(), caller, client, endpoint, surroundings, wire);
    }

    String key() {
        return key;
    }

    Caller caller() {
        return caller;
    }

    Client client() {
        return client;
    }

    /** The client as one that takes tasks in the form of the extension, as its door does in its place. */
    Client taskClient() {
        Json extensions = client.capabilities()
                .member("extensions")
                .filter(Json::isObject)
                .orElse(Json.EMPTY_OBJECT);
        Json more = extensions
                .edit()
                .put(MetaKey.TASKS_EXTENSION, Json.EMPTY_OBJECT)
                .build();
        return new Client(
                client.revision(),
                client.info(),
                client.capabilities().edit().put("extensions", more).build());
    }

    Projection projection() {
        return projection;
    }

    Gates gates() {
        return gates;
    }

    Inquiries inquiries() {
        return inquiries;
    }

    Watching watching() {
        return watching;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** What keeps the streams; none on a wire. */
    Optional<EventLog> log() {
        return Optional.ofNullable(log);
    }

    /** The stream of what belongs to no call: the GET stream of HTTP, or the wire itself. */
    Channel aside() {
        return aside;
    }

    /** The stream of a new call. */
    Channel openChannel() {
        return log == null ? aside : new Channel(channels.incrementAndGet(), surroundings.channelLimits(), log);
    }

    /** The least severe log messages the client wants: {@code info} until it says otherwise. */
    LogLevel level() {
        return level;
    }

    void wantLevel(LogLevel wanted) {
        level = wanted;
    }

    /** Takes up a call, unless one of the same id is in flight. */
    Optional<LegacyExchange> begin(Message.Request request, Channel channel) {
        LegacyExchange exchange = new LegacyExchange(this, channel, request.params());
        if (calls.putIfAbsent(request.id(), exchange) != null) {
            return Optional.empty();
        }
        if (closed.get()) {
            exchange.cancellation().cancel("The session has ended.");
        }
        return Optional.of(exchange);
    }

    /** The call has its outcome. */
    void end(Message.Request request, LegacyExchange exchange) {
        exchange.end();
        calls.remove(request.id(), exchange);
        touch();
    }

    /** The client no longer wants the outcome of this call; unknown ids are ignored, they may have ended just now. */
    void cancel(Id call, String reason) {
        LegacyExchange exchange = calls.get(call);
        if (exchange != null) {
            exchange.cancellation().cancel(reason);
        }
    }

    /** The stream the client listens to now: the session's own, else that of a call during which it may be asked. */
    Optional<Channel> reachable() {
        if (aside.isFollowed()) {
            return Optional.of(aside);
        }
        return calls.values().stream()
                .map(LegacyExchange::channel)
                .filter(Channel::isFollowed)
                .findFirst();
    }

    /** Sends a question that passed the gates on a stream; whoever opens it waits for its outcome. */
    Inquiry ask(Channel channel, String method, Json params) {
        params.string("elicitationId").ifPresent(watching::expectElicitation);
        return inquiries.ask(channel, method, params);
    }

    /** Asks, unless as many questions are open with clients as may be. */
    Answer counted(Supplier<Answer> asking) {
        Quota questions = surroundings.questions();
        if (questions.take(caller.principal()) != Quota.Outcome.TAKEN) {
            return new Answer.Gone("Too many questions are open with clients of this hub.");
        }
        try {
            return asking.get();
        } finally {
            questions.give(caller.principal());
        }
    }

    /** Notes a sign of life. */
    void touch() {
        touched = surroundings.time().nanos();
    }

    boolean hasCalls() {
        return !calls.isEmpty();
    }

    /** Whether nothing was heard for this long, and nothing is in progress. */
    boolean isIdleFor(long nanos) {
        return calls.isEmpty() && !aside.isFollowed() && surroundings.time().nanos() - touched > nanos;
    }

    /** Ends all there is: calls are cancelled, questions withdrawn, streams closed. Idempotent. */
    void close(String reason) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        calls.values().forEach(exchange -> exchange.cancellation().cancel(reason));
        inquiries.close(reason);
        watching.close();
        aside.discard();
        log().ifPresent(EventLog::close);
        endpoint.sessionEnded(caller, key);
    }
}
