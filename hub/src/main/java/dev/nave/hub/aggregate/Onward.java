package dev.nave.hub.aggregate;

import dev.nave.hub.Answer;
import dev.nave.hub.Caller;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Client;
import dev.nave.hub.Deadline;
import dev.nave.hub.Exchange;
import dev.nave.hub.Question;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Optional;

/** A call on its way to the next hop: the same but for the hubs it came through. */
record Onward(Exchange call, List<String> hops) implements Exchange {
    @Override
    public Caller caller() {
        return call.caller();
    }

    @Override
    public Client client() {
        return call.client();
    }

    @Override
    public Optional<String> session() {
        return call.session();
    }

    @Override
    public Deadline deadline() {
        return call.deadline();
    }

    @Override
    public Cancellation cancellation() {
        return call.cancellation();
    }

    @Override
    public boolean wantsProgress() {
        return call.wantsProgress();
    }

    @Override
    public void progress(Json params) {
        call.progress(params);
    }

    @Override
    public Optional<LogLevel> logLevel() {
        return call.logLevel();
    }

    @Override
    public void log(Json params) {
        call.log(params);
    }

    @Override
    public Answer ask(Question question) {
        return call.ask(question);
    }
}
