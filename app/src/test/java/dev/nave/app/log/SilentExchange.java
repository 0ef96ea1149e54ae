package dev.nave.app.log;

import dev.nave.hub.Answer;
import dev.nave.hub.Caller;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Client;
import dev.nave.hub.Deadline;
import dev.nave.hub.Exchange;
import dev.nave.hub.Question;
import dev.nave.hub.Time;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A call of somebody who wants no more than the outcome. */
final class SilentExchange implements Exchange {
    private final Caller caller;

    SilentExchange(String principal) {
        this.caller = new Caller(principal, Set.of());
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public Client client() {
        throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public Optional<String> session() {
        return Optional.empty();
    }

    @Override
    public List<String> hops() {
        return List.of();
    }

    @Override
    public Deadline deadline() {
        return Deadline.in(Duration.ofMinutes(1), Time.SYSTEM);
    }

    @Override
    public Cancellation cancellation() {
        return new Cancellation();
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
        throw new UnsupportedOperationException("nobody asks");
    }
}
