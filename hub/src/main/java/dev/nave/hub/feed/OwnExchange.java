package dev.nave.hub.feed;

import dev.nave.hub.Answer;
import dev.nave.hub.Caller;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Client;
import dev.nave.hub.Deadline;
import dev.nave.hub.Exchange;
import dev.nave.hub.Question;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Optional;

/** A call of the hub itself, on somebody's behalf or its own: nobody is there to be told or asked anything. */
final class OwnExchange implements Exchange {
    /** What is listed is listed for all clients, so for those that show apps too; others leave out what they do not know. */
    private static final Json SHOWS_APPS =
            Json.parse("{\"extensions\":{\"" + MetaKey.APPS_EXTENSION + "\":" + MetaKey.APPS_SETTINGS + "}}");

    private static final Client SELF =
            new Client(Revision.NEWEST, Json.object().put("name", "nave").build(), SHOWS_APPS);

    private final Caller caller;
    private final Client client;
    private final Deadline deadline;
    private final List<String> hops;
    private final Cancellation cancellation = new Cancellation();

    /**
     * @param hops the hubs on whose behalf this one asks, and itself
     */
    OwnExchange(Deadline deadline, List<String> hops) {
        this(Caller.LOCAL, SELF, deadline, hops);
    }

    /**
     * @param client on whose behalf
     */
    OwnExchange(Caller caller, Client client, Deadline deadline, List<String> hops) {
        this.caller = caller;
        this.client = client;
        this.deadline = deadline;
        this.hops = List.copyOf(hops);
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public Client client() {
        return client;
    }

    @Override
    public Optional<String> session() {
        return Optional.empty();
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
        return new Answer.Unsupported("the hub lists for itself and answers no questions");
    }
}
