package dev.nave.hub;

import dev.nave.protocol.LogLevel;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A call of a modern client, which asks nothing of anybody. */
public record TestExchange(
        Caller caller,
        Client client,
        Optional<String> session,
        List<String> hops,
        Deadline deadline,
        Cancellation cancellation)
        implements Exchange {

    public static TestExchange of(String principal) {
        return new TestExchange(
                new Caller(principal, Set.of()),
                new Client(Revision.NEWEST, Json.EMPTY_OBJECT, Json.EMPTY_OBJECT),
                Optional.empty(),
                List.of(),
                Deadline.in(Duration.ofSeconds(30), Time.SYSTEM),
                new Cancellation());
    }

    public TestExchange withCapabilities(String capabilities) {
        Client able = new Client(Revision.NEWEST, Json.EMPTY_OBJECT, Json.parse(capabilities));
        return new TestExchange(caller, able, session, hops, deadline, cancellation);
    }

    public TestExchange withCaller(Caller other) {
        return new TestExchange(other, client, session, hops, deadline, cancellation);
    }

    public TestExchange withHops(String... passed) {
        return new TestExchange(caller, client, session, List.of(passed), deadline, cancellation);
    }

    public TestExchange within(Duration span) {
        return new TestExchange(caller, client, session, hops, Deadline.in(span, Time.SYSTEM), cancellation);
    }

    @Override
    public boolean wantsProgress() {
        return false;
    }

    @Override
    public void progress(Json params) {}

    @Override
    public Optional<LogLevel> logLevel() {
        return Optional.empty();
    }

    @Override
    public void log(Json params) {}

    @Override
    public Answer ask(Question question) {
        return new Answer.Unsupported("a test asks nobody");
    }
}
