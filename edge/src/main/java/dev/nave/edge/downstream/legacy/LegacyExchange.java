package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Answer;
import dev.nave.hub.Audience;
import dev.nave.hub.Caller;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Client;
import dev.nave.hub.Deadline;
import dev.nave.hub.Exchange;
import dev.nave.hub.Question;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import dev.nave.protocol.projection.ProjectedQuestion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call of a legacy client: what goes back before its outcome goes on the channel of the call, and nowhere else. */
final class LegacyExchange implements Exchange {
    private final Session session;
    private final Channel channel;
    private final @Nullable Json token;
    private final List<String> hops;
    private final Deadline deadline;
    private final Cancellation cancellation = new Cancellation();
    private double reached = Double.NEGATIVE_INFINITY; // guarded by this
    private volatile boolean ended;
    private volatile boolean tasks;

    LegacyExchange(Session session, Channel channel, Json params) {
        this.session = session;
        this.channel = channel;
        this.token = params.at("_meta", MetaKey.PROGRESS_TOKEN)
                .filter(value -> value.isString() || value.kind() == Json.Kind.NUMBER)
                .orElse(null);
        this.hops = params.at("_meta", MetaKey.HOPS).map(Json::elements).orElse(List.of()).stream()
                .filter(Json::isString)
                .map(Json::text)
                .toList();
        Surroundings surroundings = session.surroundings();
        this.deadline = Deadline.in(surroundings.wait(Wait.MAXIMUM), surroundings.time());
    }

    @Override
    public Caller caller() {
        return session.caller();
    }

    @Override
    public Client client() {
        return tasks ? session.taskClient() : session.client();
    }

    /** From now on the call may become a task, of which the door tells in the client's own form. */
    LegacyExchange takingTasks() {
        tasks = true;
        return this;
    }

    @Override
    public Optional<String> session() {
        return Optional.of(session.key());
    }

    @Override
    public Optional<Audience> audience() {
        return Optional.of(new SessionAudience(session));
    }

    @Override
    public List<String> hops() {
        return hops;
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public boolean wantsProgress() {
        return token != null;
    }

    /** One token and rising values for the whole call, however many rounds it takes. */
    @Override
    public void progress(Json params) {
        Json mine = token;
        if (mine == null || ended) {
            return;
        }
        Json value = params.find("progress");
        double now = value == null ? Double.NaN : value.asDouble();
        synchronized (this) {
            if (!(now > reached)) {
                return; // Must increase with each notification (2025-11-25, basic/utilities/progress).
            }
            reached = now;
        }
        Json told = session.projection()
                .progress(params)
                .edit()
                .put(MetaKey.PROGRESS_TOKEN, mine)
                .build();
        channel.offer(Entry.Kind.PROGRESS, bytes(Method.PROGRESS, told));
    }

    @Override
    public Optional<LogLevel> logLevel() {
        return Optional.of(session.level());
    }

    @Override
    public void log(Json params) {
        if (!ended && isWanted(params, session.level())) {
            channel.offer(Entry.Kind.LOG, bytes(Method.MESSAGE, params));
        }
    }

    @Override
    public void pass(String method, Json params) {
        if (!ended) {
            channel.offer(Entry.Kind.LOG, bytes(method, params));
        }
    }

    @Override
    public Answer ask(Question question) {
        return switch (session.gates().pass(question)) {
            case ProjectedQuestion.Impossible impossible -> new Answer.Unsupported(impossible.reason());
            case ProjectedQuestion.Possible possible ->
                ask(question.method(), possible.value(), session.surroundings().wait(Wait.ANSWER));
        };
    }

    private Answer ask(String method, Json params, Duration patience) {
        return session.counted(() -> open(method, params).await(deadline.remaining(patience), cancellation));
    }

    /** Sends a question that passed the gates; whoever opens it waits for its outcome. */
    Inquiry open(String method, Json params) {
        return session.ask(channel, method, params);
    }

    /** The stream of the call. */
    Channel channel() {
        return channel;
    }

    /** The outcome is on its way: what still comes is dropped. */
    void end() {
        ended = true;
    }

    static boolean isWanted(Json params, LogLevel least) {
        LogLevel level = params.string("level").flatMap(LogLevel::of).orElse(LogLevel.INFO);
        return level.compareTo(least) >= 0;
    }

    private static byte[] bytes(String method, Json params) {
        return new Message.Notification(method, params).toBytes();
    }
}
