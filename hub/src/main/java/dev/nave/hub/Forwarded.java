package dev.nave.hub;

import dev.nave.protocol.LogLevel;
import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Optional;

/** A call on its way to the next hop: the same, but for what a subclass says otherwise. */
public abstract class Forwarded implements Exchange {
    private final Exchange call;

    protected Forwarded(Exchange call) {
        this.call = call;
    }

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
    public Optional<Audience> audience() {
        return call.audience();
    }

    @Override
    public List<String> hops() {
        return call.hops();
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
    public void pass(String method, Json params) {
        call.pass(method, params);
    }

    @Override
    public Answer ask(Question question) {
        return call.ask(question);
    }
}
