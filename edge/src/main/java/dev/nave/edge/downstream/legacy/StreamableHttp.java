package dev.nave.edge.downstream.legacy;

import dev.nave.edge.downstream.Doors;
import dev.nave.edge.downstream.JsonReply;
import dev.nave.hub.Caller;
import dev.nave.hub.Client;
import dev.nave.hub.Deadline;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Lookout;
import dev.nave.hub.Quota;
import dev.nave.hub.StandIn;
import dev.nave.hub.configuration.Bound;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Streamable HTTP up to 2025-11-25 (basic/transports): one path, POST, GET and DELETE. */
final class StreamableHttp {
    static final String SESSION_HEADER = "Mcp-Session-Id";

    private final Sessions sessions;
    private final Quota streams;

    StreamableHttp(Sessions sessions, Surroundings surroundings) {
        this.sessions = sessions;
        this.streams = new Quota(surroundings.bound(Bound.STREAMS), surroundings.bound(Bound.STREAMS_PER_PRINCIPAL));
    }

    void post(HttpExchange http, Caller caller, Endpoint endpoint, Frame frame) {
        if (frame instanceof Frame.Single(Message.Request request)
                && request.method().equals(Method.INITIALIZE)) {
            initialize(http, caller, endpoint, request);
            return;
        }
        Id id = frame instanceof Frame.Single(Message.Request request) ? request.id() : null;
        Optional<Session> session = session(http, caller, endpoint, id);
        if (session.isPresent()) {
            take(http, session.get(), endpoint, frame);
        }
    }

    /** The stream of what belongs to no call, or of a call that lost its own. */
    void get(HttpExchange http, Caller caller, Endpoint endpoint) {
        if (!accepts(http, "text/event-stream")) {
            refuse(http, 406, null, "Expected Accept: text/event-stream on GET.");
            return;
        }
        Optional<Session> session = session(http, caller, endpoint, null);
        Optional<EventLog> log = session.flatMap(Session::log);
        if (session.isEmpty() || log.isEmpty()) {
            return;
        }
        switch (streams.take(caller.principal())) {
            case FULL -> refuse(http, 503, null, "This hub has as many open streams as it may; try again later.");
            case PRINCIPAL_FULL ->
                refuse(http, 429, null, "You have as many open streams as you may; close some first.");
            case TAKEN -> {
                try {
                    listen(http, session.get(), log.get());
                } finally {
                    streams.give(caller.principal());
                }
            }
        }
    }

    void delete(HttpExchange http, Caller caller, Endpoint endpoint) {
        String id = http.header(SESSION_HEADER).orElse("");
        if (session(http, caller, endpoint, null).isPresent()) {
            sessions.end(id, "The client ended the session.");
            http.respond(200, Map.of(), new byte[0]);
        }
    }

    private void initialize(HttpExchange http, Caller caller, Endpoint endpoint, Message.Request request) {
        Optional<Client> client = Opening.client(request);
        if (client.isEmpty()) {
            JsonReply.send(http, 200, Opening.refusal(request));
            return;
        }
        Message.Result welcome = Opening.welcome(request, client.get(), endpoint, caller);
        switch (sessions.open(caller, http.path(), client.get(), endpoint)) {
            case Sessions.Found.Here here -> JsonReply.send(http, 200, Map.of(SESSION_HEADER, here.id()), welcome);
            case Sessions.Found.Full full -> refuse(http, full.status(), request.id(), full.reason());
            case Sessions.Found.Dead dead ->
                refuse(http, 503, request.id(), "The session ended before it began; try again.");
        }
    }

    /** The session a request names; answers the request when there is none. */
    private Optional<Session> session(HttpExchange http, Caller caller, Endpoint endpoint, @Nullable Id id) {
        Optional<String> named = http.header(SESSION_HEADER);
        if (named.isEmpty()) {
            refuse(
                    http,
                    400,
                    id,
                    "Expected the " + SESSION_HEADER + " header that the answer to initialize carried, or a request of "
                            + Revision.NEWEST.wireName() + " with its _meta.");
            return Optional.empty();
        }
        Optional<String> version = http.header(Doors.VERSION_HEADER);
        if (version.isPresent() && version.flatMap(Revision::of).isEmpty()) {
            refuse(
                    http,
                    400,
                    id,
                    "Expected " + Doors.VERSION_HEADER + " to name a revision of MCP, such as "
                            + Revision.NEWEST_LEGACY.wireName() + ", got " + version.get());
            return Optional.empty();
        }
        return switch (sessions.find(named.get(), caller, http.path(), endpoint)) {
            case Sessions.Found.Here here -> {
                here.session().touch();
                yield Optional.of(here.session());
            }
            case Sessions.Found.Dead dead -> {
                refuse(http, 404, id, "Expected the id of a session that is alive: send initialize for a new one.");
                yield Optional.empty();
            }
            case Sessions.Found.Full full -> {
                refuse(http, full.status(), id, full.reason());
                yield Optional.empty();
            }
        };
    }

    private void take(HttpExchange http, Session session, Endpoint endpoint, Frame frame) {
        switch (frame) {
            case Frame.Malformed malformed -> JsonReply.send(http, 400, malformed.toFailure());
            case Frame.Batch batch -> batch(http, session, endpoint, batch);
            case Frame.Single(Message.Request request) -> request(http, session, endpoint, request);
            case Frame.Single(Message.Notification told) -> {
                JsonReply.accepted(http);
                Service.told(session, endpoint, told);
            }
            case Frame.Single(Message.Response response) -> {
                session.inquiries().answered(response); // A late one is no fault of the client.
                JsonReply.accepted(http);
            }
        }
    }

    private void request(HttpExchange http, Session session, Endpoint endpoint, Message.Request request) {
        if (!acceptsBoth(http, request.id())) {
            return;
        }
        Channel channel = session.openChannel();
        Optional<LegacyExchange> exchange = session.begin(request, channel);
        if (exchange.isEmpty()) {
            JsonReply.send(http, 400, Service.idInUse(request));
            return;
        }
        if (!Service.isConversation(request)) {
            JsonReply.send(http, 200, Service.answer(session, endpoint, request, exchange.get()));
            return;
        }
        converse(http, session, endpoint, request, channel, exchange.get());
    }

    /**
     * Runs the call on this thread, whether its client stays or goes. The answer is JSON when there is nothing but the
     * outcome, and soon; else a stream, which another thread writes.
     */
    private static void converse(
            HttpExchange http,
            Session session,
            Endpoint endpoint,
            Message.Request request,
            Channel channel,
            LegacyExchange exchange) {
        Surroundings surroundings = session.surroundings();
        StandIn stream = new StandIn("stream", () -> stream(http, session, channel));
        Deadline silent = Deadline.in(surroundings.silence(), surroundings.time());
        Lookout.Watched silence = () -> {
            if (silent.hasPassed()) {
                stream.begin();
            }
        };
        channel.onNotice(stream::begin);
        if (!session.client().capabilities().hasMembers()) {
            surroundings.lookout().watch(silence);
        } else {
            stream.begin(); // Who can be asked may be asked at any time.
        }
        boolean plain;
        Message.Response response;
        try {
            response = Service.answer(session, endpoint, request, exchange);
            plain = stream.dismiss();
            if (!plain) {
                channel.offer(Entry.Kind.RESPONSE, response.toBytes());
            }
        } finally {
            surroundings.lookout().forget(silence);
            channel.end();
        }
        if (plain) {
            JsonReply.send(http, 200, response);
            return;
        }
        try {
            stream.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void batch(HttpExchange http, Session session, Endpoint endpoint, Frame.Batch batch) {
        Optional<Message.Failure> refusal = Batches.refusal(session, batch);
        if (refusal.isPresent()) {
            JsonReply.send(http, 400, refusal.get());
            return;
        }
        Channel channel = session.openChannel();
        boolean answered = Batches.start(
                session,
                endpoint,
                batch,
                channel,
                response -> channel.offer(Entry.Kind.RESPONSE, response.toBytes()),
                channel::end);
        if (answered) {
            answerBatch(http, session, channel);
        } else {
            JsonReply.accepted(http);
        }
    }

    /** Answers with JSON when there is nothing but the outcomes, and soon; else with a stream. */
    private static void answerBatch(HttpExchange http, Session session, Channel channel) {
        try {
            Optional<List<byte[]>> plain =
                    channel.awaitPlain(session.surroundings().silence());
            if (plain.isPresent()) {
                http.respond(200, Map.of("Content-Type", "application/json"), array(plain.get()));
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        stream(http, session, channel);
    }

    private static void stream(HttpExchange http, Session session, Channel channel) {
        session.log().ifPresent(log -> Streams.write(http, session, log, channel, channel.follow(), true));
    }

    private static void listen(HttpExchange http, Session session, EventLog log) {
        Optional<String> last = http.header("Last-Event-ID");
        if (last.filter(log::isOver).isPresent()) {
            // A client comes back for ever to a stream that ends at once, and takes another one for its own when given
            // it.
            JsonReply.send(
                    http,
                    405,
                    Map.of("Allow", "POST, DELETE"),
                    new Message.Failure(
                            null,
                            ErrorCode.INVALID_REQUEST,
                            "Expected the id of an event whose stream goes on: nothing more comes on this one.",
                            null));
            return;
        }
        Optional<EventLog.Place> place = last.flatMap(log::find);
        if (place.isPresent()) {
            Channel channel = place.get().channel();
            Streams.write(
                    http, session, log, channel, channel.followAfter(place.get().sequence()), false);
            return;
        }
        Streams.write(http, session, log, session.aside(), session.aside().follow(), true);
    }

    private static byte[] array(List<byte[]> messages) {
        List<Json> elements = new ArrayList<>();
        for (byte[] message : messages) {
            elements.add(Json.parse(new String(message, StandardCharsets.UTF_8)));
        }
        return Json.array(elements).toBytes();
    }

    private static boolean acceptsBoth(HttpExchange http, Id id) {
        if (accepts(http, "application/json") && accepts(http, "text/event-stream")) {
            return true;
        }
        refuse(
                http,
                406,
                id,
                "Expected Accept: application/json, text/event-stream, got "
                        + http.header("Accept").orElse("none"));
        return false;
    }

    static boolean accepts(HttpExchange http, String type) {
        List<String> headers = http.headers("Accept");
        if (headers.isEmpty()) {
            return true;
        }
        String group = type.substring(0, type.indexOf('/')) + "/*";
        for (String header : headers) {
            for (String range : header.split(",")) {
                if (MediaType.is(range, type) || MediaType.is(range, group) || MediaType.is(range, "*/*")) {
                    return true;
                }
            }
        }
        return false;
    }

    static void refuse(HttpExchange http, int status, @Nullable Id id, String reason) {
        JsonReply.send(http, status, new Message.Failure(id, ErrorCode.INVALID_REQUEST, reason, null));
    }
}
