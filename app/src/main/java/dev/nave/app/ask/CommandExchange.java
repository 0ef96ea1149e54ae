package dev.nave.app.ask;

import dev.nave.app.cli.Version;
import dev.nave.hub.Answer;
import dev.nave.hub.Caller;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Client;
import dev.nave.hub.Deadline;
import dev.nave.hub.Exchange;
import dev.nave.hub.Question;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** A call made from the command line: progress and logs go to standard error, questions cannot be answered. */
public final class CommandExchange implements Exchange {
    private static final Client CLIENT = new Client(
            Revision.NEWEST,
            Json.object().put("name", "nave-cli").put("version", Version.TEXT).build(),
            Json.EMPTY_OBJECT);

    private final Deadline deadline;
    private final PrintWriter told;
    private final Cancellation cancellation = new Cancellation();

    public CommandExchange(Deadline deadline, PrintWriter told) {
        this.deadline = deadline;
        this.told = told;
    }

    @Override
    public Caller caller() {
        return Caller.LOCAL;
    }

    @Override
    public Client client() {
        return CLIENT;
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
        return deadline;
    }

    @Override
    public Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public boolean wantsProgress() {
        return true;
    }

    @Override
    public void progress(Json params) {
        String total = params.member("total").map(value -> " of " + value.raw()).orElse("");
        String message = params.string("message").map(text -> ": " + text).orElse("");
        say("progress " + params.member("progress").map(Json::raw).orElse("?") + total + message);
    }

    @Override
    public Optional<LogLevel> logLevel() {
        return Optional.of(LogLevel.INFO);
    }

    @Override
    public void log(Json params) {
        String level = params.string("level").orElse("info");
        say(level + ": "
                + params.member("data")
                        .map(data -> data.isString() ? data.text() : data.raw())
                        .orElse(""));
    }

    @Override
    public Answer ask(Question question) {
        return new Answer.Unsupported("The command line declares no capabilities, so it cannot answer questions.");
    }

    private void say(String line) {
        synchronized (told) {
            told.println(line);
            told.flush();
        }
    }
}
