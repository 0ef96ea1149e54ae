package dev.nave.edge.conversation;

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

/** A conversation as the call sees it. */
final class CallExchange implements Exchange {
    private final Conversation conversation;

    CallExchange(Conversation conversation) {
        this.conversation = conversation;
    }

    @Override
    public Caller caller() {
        return conversation.caller();
    }

    @Override
    public Client client() {
        return conversation.party().client();
    }

    @Override
    public Optional<String> session() {
        return Optional.empty();
    }

    @Override
    public List<String> hops() {
        return conversation.party().hops();
    }

    @Override
    public Deadline deadline() {
        return conversation.deadline();
    }

    @Override
    public Cancellation cancellation() {
        return conversation.cancellation();
    }

    @Override
    public boolean wantsProgress() {
        return conversation.party().wantsProgress();
    }

    @Override
    public void progress(Json params) {
        conversation.progress(params);
    }

    @Override
    public Optional<LogLevel> logLevel() {
        return conversation.party().level();
    }

    @Override
    public void log(Json params) {
        conversation.log(params);
    }

    @Override
    public void pass(String method, Json params) {
        conversation.pass(method, params);
    }

    @Override
    public Answer ask(Question question) {
        return conversation.ask(question);
    }
}
