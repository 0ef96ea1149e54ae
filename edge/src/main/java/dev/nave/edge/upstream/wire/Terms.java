package dev.nave.edge.upstream.wire;

import dev.nave.hub.Cancellation;
import dev.nave.hub.Connector;
import dev.nave.hub.Deadline;
import dev.nave.hub.Exchange;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.credential.Access;
import dev.nave.hub.secret.Values;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.Message;
import java.time.Duration;

/**
 * On what terms a server is spoken to.
 *
 * @param values what the references of its settings stand for, since it was started
 * @param access what it is shown so that it lets the hub in
 * @param feed told what it says outside calls
 * @param self the hub's own {@code clientInfo}, for where no client is behind a message
 */
public record Terms(
        ServerSettings settings,
        Values values,
        Access access,
        Connector.Feed feed,
        Json self,
        Bounds bounds,
        Time time) {
    public String name() {
        return settings.name();
    }

    /** A text that others wrote, without the secrets the server was given and shown. */
    public String hiddenIn(String text) {
        return access.hiddenIn(values.hiddenIn(text));
    }

    public Duration wait(Wait wait) {
        return settings.waits().get(wait);
    }

    public int bound(Bound bound) {
        return bounds.get(bound);
    }

    /** What a message of the server may be; {@code size} bounds it as a whole. */
    public JsonLimits limits(Bound size) {
        return new JsonLimits(
                bounds.get(size),
                bounds.get(Bound.DEPTH),
                bounds.get(Bound.STRING_BYTES),
                bounds.get(Bound.NUMBER_LENGTH));
    }

    /** Who stands behind a call: the client, or the hub where the client did not name itself with a version as it must. */
    public Json info(Exchange exchange) {
        Json info = exchange.client().info();
        return info.find("name") == null || info.find("version") == null ? self : info;
    }

    /** How long a client's call may wait: until its deadline or for as long as this server's calls may take at most. */
    public Patience patience(Deadline deadline, Wait quiet) {
        Deadline own = Deadline.in(wait(Wait.MAXIMUM), time);
        boolean sooner = own.remaining().compareTo(deadline.remaining()) < 0;
        return new Patience(sooner ? own : deadline, wait(quiet), time);
    }

    /** A call of the hub itself, which nobody cancels. */
    public Call ownCall(Message.Request request, Duration wait) {
        Patience patience = new Patience(Deadline.in(wait, time), wait, time);
        return new Call(request, null, patience, new Cancellation(), bounds.get(Bound.MAILBOX), Call.Ear.NONE);
    }
}
