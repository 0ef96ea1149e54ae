package dev.nave.edge.upstream.modern;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.edge.upstream.wire.Extensions;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.edge.upstream.wire.Patience;
import dev.nave.edge.upstream.wire.Replies;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.edge.upstream.wire.Troubles;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Exchange;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.credential.Barred;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import dev.nave.protocol.projection.Projection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The way to one modern server: nothing is kept between requests but what its lists said and one listen. */
final class ModernConnection implements Connection {
    /** How often a caller may mend that the server does not let the hub in, for one call. */
    private static final int TRIES = 3;

    private static final Projection STRICT = Projection.to(Revision.NEWEST);

    private final Terms terms;
    private final Channel channel;
    private final Opening opening;
    private final Stamp stamp;
    private final ToolHeaders toolHeaders;
    private final Listening listening;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicBoolean lost = new AtomicBoolean();

    ModernConnection(Terms terms, Channel channel, Opening opening) {
        this.terms = terms;
        this.channel = channel;
        this.opening = opening;
        this.stamp = new Stamp(terms);
        this.toolHeaders = new ToolHeaders(terms.name());
        this.listening = new Listening(terms, channel, stamp, opening, ids);
        listening.start();
    }

    @Override
    public Opening opening() {
        return opening;
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        String tool = request.method().equals(Method.TOOLS_CALL)
                ? request.params().string("name").orElse(null)
                : null;
        if (tool != null && channel.hasHeaders() && !toolHeaders.knows(tool)) {
            learnTools();
        }
        Outcome outcome = send(request, exchange);
        Message.Failure failure = failure(outcome);
        if (failure != null && failure.code() == ErrorCode.HEADER_MISMATCH && tool != null && channel.hasHeaders()) {
            // Its tools changed under us: what travels in headers is learnt anew (transports, "Custom headers").
            learnTools();
            outcome = send(request, exchange);
        } else if (failure != null && failure.code() == ErrorCode.UNSUPPORTED_VERSION) {
            if (!stillSpeaksOurs(failure)) {
                return changedItsRevision();
            }
            outcome = send(request, exchange);
        }
        return reply(request, exchange, outcome);
    }

    private Outcome send(Request request, Exchange exchange) {
        for (int tries = 1; ; tries++) {
            Outcome outcome = sendOnce(request, exchange);
            if (!(outcome instanceof Outcome.Barred(Barred why)) || tries == TRIES || !why.mend(exchange)) {
                return outcome;
            }
        }
    }

    private Outcome sendOnce(Request request, Exchange exchange) {
        Id id = Id.of(ids.incrementAndGet());
        Id token = exchange.wantsProgress() ? id : null;
        Json params = stamp.params(request, exchange, token);
        // The stamp adds to the parameters and changes none, and those that came were searched before.
        Json came = request.params();
        Map<String, String> headers = channel.hasHeaders() ? Stamp.headers(request.method(), came) : Map.of();
        if (channel.hasHeaders() && request.method().equals(Method.TOOLS_CALL)) {
            headers.putAll(toolHeaders.headers(
                    came.string("name").orElse(""), came.member("arguments").orElse(Json.EMPTY_OBJECT)));
        }
        boolean list = ListKind.ofMethod(request.method()).isPresent();
        Patience patience = terms.patience(exchange.deadline(), list ? Wait.LIST : Wait.CALL);
        Call call = new Call(
                new Message.Request(id, request.method(), params),
                token,
                patience,
                exchange.cancellation(),
                terms.bound(Bound.MAILBOX),
                new Relay(exchange, opening.capabilities()),
                terms.access().holder(exchange.caller()));
        return channel.call(call, headers);
    }

    private Reply reply(Request request, Exchange exchange, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(Message.Result result, int status) -> result(request, result.result());
            case Outcome.Answered(Message.Failure failure, int status) ->
                Failures.reply(failure, stamp.capabilities(exchange));
            case Outcome.Refused refused -> Replies.refused(terms, refused);
            case Outcome.Barred barred -> Replies.barred(terms, request, barred);
            case Outcome.TimedOut overdue -> Replies.timedOut(terms, overdue);
            case Outcome.Cancelled cancelled -> Replies.cancelled(cancelled);
            case Outcome.Lost gone -> {
                if (gone.ran() == Reply.Ran.SURELY_NOT) {
                    lose(gone.reason());
                }
                yield Replies.lost(terms, gone);
            }
        };
    }

    private Reply result(Request request, Json result) {
        if (!result.isObject()) {
            return Reply.failed(
                    ErrorCode.INTERNAL_ERROR,
                    "Server '" + terms.name() + "' answered with a result that is no object: " + result.kind());
        }
        // A server of an earlier draft leaves the type out: then the result is complete (basic/index, "Results").
        String type = result.string("resultType").orElse("complete");
        return switch (type) {
            case "complete" -> {
                Json bare = result.find("resultType") == null
                        ? result
                        : result.edit().remove("resultType").build();
                if (!request.method().equals(Method.TOOLS_LIST)) {
                    yield new Reply.Complete(bare);
                }
                // What 2025-11-25 says there of tasks means nothing here, and would to a client of that revision.
                Json tools = STRICT.result(Method.TOOLS_LIST, bare);
                yield new Reply.Complete(channel.hasHeaders() ? toolHeaders.learn(tools) : tools);
            }
            case "input_required" ->
                new Reply.InputRequired(
                        result.member("inputRequests").filter(Json::isObject).orElse(Json.EMPTY_OBJECT),
                        result.find("requestState"),
                        result);
            case "task" -> new Reply.Task(result);
            default ->
                Reply.failed(
                        ErrorCode.INTERNAL_ERROR,
                        "Server '" + terms.name() + "' answered with a result of a type the hub does not know: "
                                + type);
        };
    }

    private void learnTools() {
        Optional<String> cursor = Optional.empty();
        for (int page = 0; page < terms.bound(Bound.LIST_PAGES); page++) {
            Json asked = cursor.map(next -> Json.object().put("cursor", next).build())
                    .orElse(Json.EMPTY_OBJECT);
            Json params = stamp.own(asked);
            Message.Request request = new Message.Request(Id.of(ids.incrementAndGet()), Method.TOOLS_LIST, params);
            Outcome outcome = channel.call(
                    terms.ownCall(request, terms.wait(Wait.LIST)), Stamp.headers(Method.TOOLS_LIST, params));
            if (!(outcome instanceof Outcome.Answered(Message.Result(Id ignored, Json result), int status))) {
                return;
            }
            toolHeaders.learn(result);
            Optional<String> next = result.string("nextCursor");
            if (next.isEmpty() || next.equals(cursor)) {
                return;
            }
            cursor = next;
        }
    }

    private static Message.@Nullable Failure failure(Outcome outcome) {
        return outcome instanceof Outcome.Answered(Message.Failure failure, int status) ? failure : null;
    }

    private static boolean stillSpeaksOurs(Message.Failure failure) {
        Json data = failure.data();
        return data != null
                && data.member("supported").stream()
                        .flatMap(supported -> supported.elements().stream())
                        .anyMatch(Json.of(Stamp.REVISION.wireName())::equals);
    }

    private Reply changedItsRevision() {
        String reason = "it no longer speaks " + Stamp.REVISION.wireName();
        lose(reason);
        return Replies.lost(terms, new Outcome.Lost(reason, Reply.Ran.SURELY_NOT));
    }

    private void lose(String reason) {
        if (lost.compareAndSet(false, true)) {
            terms.feed().lost(reason);
        }
    }

    @Override
    public Set<String> watch(Set<String> uris) {
        return listening.watch(uris);
    }

    @Override
    public Set<String> watchTasks(Set<String> ids) {
        return listening.watchTasks(ids);
    }

    @Override
    public Optional<String> probe(Duration timeout) {
        Message.Request request = ModernDoor.discover(terms, Id.of(ids.incrementAndGet()));
        return Troubles.silence(
                channel.call(terms.ownCall(request, timeout), Stamp.headers(Method.DISCOVER, request.params())));
    }

    @Override
    public void close() {
        lost.set(true);
        listening.close();
        channel.close();
    }

    /** The way back to the client while the call is open. */
    private record Relay(Exchange exchange, Json declared) implements Call.Ear {
        @Override
        public void progress(Json params) {
            exchange.progress(params);
        }

        @Override
        public void log(Json params) {
            exchange.log(params);
        }

        @Override
        public void opaque(String method, Json params) {
            exchange.pass(method, params);
        }

        @Override
        public boolean sharesExtensions() {
            return Extensions.areShared(declared, exchange.client());
        }

        @Override
        public boolean wantsLog() {
            return exchange.logLevel().isPresent();
        }
    }
}
