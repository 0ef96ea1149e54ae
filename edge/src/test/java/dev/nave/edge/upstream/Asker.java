package dev.nave.edge.upstream;

import dev.nave.hub.Answer;
import dev.nave.hub.Audience;
import dev.nave.hub.Caller;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Client;
import dev.nave.hub.Deadline;
import dev.nave.hub.Exchange;
import dev.nave.hub.Question;
import dev.nave.hub.Time;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** One call in progress of a client that is played by a test. */
public final class Asker implements Exchange {
    private final Cancellation cancellation = new Cancellation();
    private final Deadline deadline = Deadline.in(Duration.ofMinutes(2), Time.SYSTEM);
    public final BlockingQueue<Json> progress = new LinkedBlockingQueue<>();
    public final BlockingQueue<Json> logs = new LinkedBlockingQueue<>();
    /** Notifications of extensions: the method, a space, the parameters. */
    public final BlockingQueue<String> passed = new LinkedBlockingQueue<>();

    private String principal = "alice";
    private Optional<String> session = Optional.empty();
    private String capabilities = "{}";
    private String info = "{\"name\":\"tester\",\"version\":\"1\"}";
    private boolean wantsProgress;
    private Optional<LogLevel> level = Optional.empty();
    private List<String> hops = List.of();
    private Function<Question, Answer> answers = question -> new Answer.Unsupported("not expected");
    private Function<Question, Answer> outside = question -> new Answer.Unsupported("not expected outside a call");

    public static Asker plain() {
        return new Asker();
    }

    public Asker as(String name) {
        principal = name;
        return this;
    }

    public Asker in(String legacySession) {
        session = Optional.of(legacySession);
        return this;
    }

    public Asker able(String declared) {
        capabilities = declared;
        return this;
    }

    public Asker named(String clientInfo) {
        info = clientInfo;
        return this;
    }

    public Asker watching() {
        wantsProgress = true;
        return this;
    }

    public Asker logging(LogLevel least) {
        level = Optional.of(least);
        return this;
    }

    public Asker through(String... hubs) {
        hops = List.of(hubs);
        return this;
    }

    /** What its client answers outside its calls. */
    public Asker answeringOutside(Function<Question, Answer> how) {
        outside = how;
        return this;
    }

    public Asker answering(Function<Question, Answer> how) {
        answers = how;
        return this;
    }

    @Override
    public Caller caller() {
        return new Caller(principal, Set.of());
    }

    @Override
    public Client client() {
        return new Client(Revision.NEWEST, Json.parse(info), Json.parse(capabilities));
    }

    @Override
    public Optional<String> session() {
        return session;
    }

    @Override
    public Optional<Audience> audience() {
        return session.map(name -> new Audience() {
            @Override
            public String session() {
                return name;
            }

            @Override
            public Answer ask(Question question) {
                return outside.apply(question);
            }
        });
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
        return wantsProgress;
    }

    @Override
    public void progress(Json params) {
        progress.add(params);
    }

    @Override
    public Optional<LogLevel> logLevel() {
        return level;
    }

    @Override
    public void log(Json params) {
        logs.add(params);
    }

    @Override
    public void pass(String method, Json params) {
        passed.add(method + " " + params);
    }

    @Override
    public Answer ask(Question question) {
        return answers.apply(question);
    }
}
