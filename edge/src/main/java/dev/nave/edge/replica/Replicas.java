package dev.nave.edge.replica;

import dev.nave.edge.conversation.OtherNodes;
import dev.nave.edge.conversation.Party;
import dev.nave.edge.downstream.JsonReply;
import dev.nave.edge.downstream.Relay;
import dev.nave.edge.upstream.wire.Post;
import dev.nave.hub.Caller;
import dev.nave.hub.Request;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpCall;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.HttpReply;
import dev.nave.transport.http.HttpSending;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other nodes as this one sees them: takes to each what belongs there. A node is named by its address, which it seals
 * into what clients carry, so that nobody needs a list of all. Safe for many threads.
 */
public final class Replicas implements OtherNodes, Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);

    /** The status of an errand that somebody ran before: its passport was seen already. */
    static final int SEEN = 409;

    /** What a node may add around what a client is told. */
    private static final int ENVELOPE = 64 << 10;

    /** Each errand has a connection of its own: only of one that was never made is it sure that nothing was sent. */
    private static final Map<String, String> HEADERS =
            Map.of("Content-Type", "application/octet-stream", "Accept", "text/event-stream", "Connection", "close");

    private final URI self;
    private final Passports passports;
    private final Waits waits;
    private final Bounds bounds;
    private final Function<HttpCall, HttpSending> wire;
    private final Absent absent;

    /**
     * Opens nothing yet.
     *
     * @param self the address by which the others reach this node
     * @param seals with the keys that all nodes share
     * @param ids makes texts nobody can guess
     * @param wire prepares a request to another node
     */
    public Replicas(
            URI self,
            Seals seals,
            Waits waits,
            Bounds bounds,
            Supplier<String> ids,
            Time time,
            Function<HttpCall, HttpSending> wire) {
        this.self = self;
        this.passports = new Passports(seals, ids, time);
        this.waits = waits;
        this.bounds = bounds;
        this.wire = wire;
        this.absent = new Absent(waits.get(Wait.REPLICA), time);
    }

    @Override
    public Optional<String> self() {
        return Optional.of(self.toString());
    }

    URI address() {
        return self;
    }

    Passports passports() {
        return passports;
    }

    @Override
    public Found visit(String node, Caller caller, Party party, Request request) {
        Request.Retry retry = request.retry();
        if (retry == null) {
            return new Found.Over();
        }
        byte[] errand = new Errand(caller, party, request, retry).toBytes();
        return switch (send(node, Errand.PATH, errand)) {
            case Sent.Taken(Line line) -> new Found.There(DistantVisit.begin(line, request.method()));
            case Sent.Over over -> new Found.Over();
            case Sent.Stranger stranger -> new Found.Unreachable();
            case Sent.Lost lost -> new Found.Unreachable();
        };
    }

    @Override
    public boolean pass(HttpExchange http, Caller caller, String node, Optional<Message> lost) {
        if (http instanceof ParcelExchange) {
            return false; // It was passed on once, and whoever did so thinks that it belongs here.
        }
        return switch (send(node, Parcel.PATH, Parcel.of(http, caller).toBytes())) {
            case Sent.Taken(Line line) -> {
                new Delivery(http, lost).run(line);
                yield true;
            }
            case Sent.Over over -> false;
            case Sent.Stranger stranger -> {
                // Perhaps it is that node, and only its clock or its keys are wrong: two must not serve one session.
                JsonReply.send(
                        http,
                        404,
                        new Message.Failure(
                                null,
                                ErrorCode.INVALID_REQUEST,
                                "The node of this hub that holds the session does not know this one: send initialize"
                                        + " for a new session.",
                                null));
                yield true;
            }
            case Sent.Lost(boolean surelyNot) -> {
                if (!surelyNot) {
                    new Delivery(http, lost).nothingCame();
                }
                yield !surelyNot;
            }
        };
    }

    private Sent send(String node, String path, byte[] body) {
        if (absent.has(node)) {
            return new Sent.Lost(true);
        }
        Passports.Issued passport = passports.issue(node, path, body);
        Duration patience = waits.get(Wait.REPLICA);
        try {
            HttpSending sending = wire.apply(
                    new HttpCall("POST", URI.create(node + path), headers(passport), body, patience, patience));
            HttpReply reply = sending.reply();
            if (!passports.isProof(passport, reply.header(Passports.HEADER))) {
                LOG.warn(
                        "Expected a node of this hub at {}, got an answer (HTTP {}) from who does not have its keys.",
                        node,
                        reply.status());
                reply.close();
                return new Sent.Stranger();
            }
            if (!reply.isStream()) {
                reply.close();
                return reply.status() == SEEN ? new Sent.Lost(false) : new Sent.Over();
            }
            return new Sent.Taken(new Line(
                    sending,
                    reply,
                    bounds.get(Bound.RESULT_BYTES) + ENVELOPE,
                    waits.get(Wait.KEEP_ALIVE).multipliedBy(3)));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("The node at {} was not reached: {}", node, e.getMessage());
            absent.add(node);
            return new Sent.Lost(e instanceof IOException failure && Post.neverConnected(failure));
        }
    }

    private static Map<String, String> headers(Passports.Issued passport) {
        Map<String, String> headers = new HashMap<>(HEADERS);
        headers.put(Passports.HEADER, passport.text());
        return headers;
    }

    /** What became of a request to another node. */
    private sealed interface Sent {
        record Taken(Line line) implements Sent {}

        /** The node has nothing of the kind. */
        record Over() implements Sent {}

        /** What answers there does not show that it is a node of this hub. */
        record Stranger() implements Sent {}

        /** @param surelyNot whether the node surely never saw it */
        record Lost(boolean surelyNot) implements Sent {}
    }
}
