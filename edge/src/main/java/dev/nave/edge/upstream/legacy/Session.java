package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.edge.upstream.wire.Extensions;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.edge.upstream.wire.Patience;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Exchange;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An open session with a server. Safe for many threads. */
final class Session {
    private final Terms terms;
    private final Link link;
    private final Key key;
    private final Opening opening;
    private final Turns turns;
    private final Askers askers;
    private final Questions questions;
    private final AtomicLong ids;
    private final Levels levels = new Levels();

    Session(
            Terms terms,
            Link link,
            Key key,
            Opening opening,
            Turns turns,
            Askers askers,
            Questions questions,
            AtomicLong ids) {
        this.askers = askers;
        this.terms = terms;
        this.link = link;
        this.key = key;
        this.opening = opening;
        this.turns = turns;
        this.questions = questions;
        this.ids = ids;
    }

    Key key() {
        return key;
    }

    Opening opening() {
        return opening;
    }

    Link link() {
        return link;
    }

    boolean isIdle() {
        return turns.isEmpty();
    }

    /**
     * Serves a client's request.
     *
     * @param patient whether it waits its turn first, if its client may be asked something
     * @return null when it is another call's turn
     */
    @Nullable
    Outcome serve(Request request, Exchange exchange, boolean patient) throws InterruptedException {
        return serve(request, exchange, patient, nextId());
    }

    /** An id no request of this session has had. */
    Id nextId() {
        return Id.of(ids.incrementAndGet());
    }

    /**
     * As above.
     *
     * @param id of the request; also of its progress, if the client wants to hear of that
     */
    @Nullable
    Outcome serve(Request request, Exchange exchange, boolean patient, Id id) throws InterruptedException {
        boolean mayAsk = Asking.mayAsk(request.method());
        if (opening.has("logging")) {
            levels.want(exchange.logLevel(), this::setLevel);
        }
        Id token = exchange.wantsProgress() ? id : null;
        Patience patience =
                terms.patience(exchange.deadline(), Asking.isList(request.method()) ? Wait.LIST : Wait.CALL);
        Ears ears = new Ears(exchange, questions, opening().capabilities());
        Call call = new Call(
                new Message.Request(id, request.method(), params(request, exchange, token)),
                token,
                patience,
                exchange.cancellation(),
                terms.bound(Bound.MAILBOX),
                ears);
        ears.call = call;
        Flight flight = new Flight(call, request, exchange, mayAsk, askers);
        turns.awaitQuiet(flight, exchange.deadline(), exchange.cancellation());
        boolean entered =
                patient ? turns.enter(flight, exchange.deadline(), exchange.cancellation()) : turns.tryEnter(flight);
        if (!entered) {
            return null;
        }
        Outcome outcome = null;
        try {
            if (mayAsk) {
                questions.clientele().uses(exchange);
                tellRoots(exchange);
            }
            patience.renew();
            outcome = link.call(call);
            return outcome;
        } finally {
            leave(flight, isEnded(outcome));
        }
    }

    /**
     * Waits for what comes of a task ({@code tasks/result}), up to the deadline of the exchange.
     *
     * @param token under which the server tells of progress since the task was made, or null
     * @param asked told of what the server asks on this stream
     */
    Outcome result(String task, Exchange exchange, @Nullable Id token, Consumer<Message.Request> asked) {
        Call call = new Call(
                new Message.Request(
                        nextId(),
                        Method.TASKS_RESULT,
                        Json.object().put("taskId", task).build()),
                token,
                new Patience(exchange.deadline(), exchange.deadline().remaining(), terms.time()),
                exchange.cancellation(),
                terms.bound(Bound.MAILBOX),
                new Call.Ear() {
                    @Override
                    public void progress(Json params) {
                        exchange.progress(params);
                    }

                    @Override
                    public void log(Json params) {
                        exchange.log(params);
                    }

                    @Override
                    public void asked(Message.Request question) {
                        asked.accept(question);
                    }
                });
        return link.call(call);
    }

    /** What a call asked before the server heard that it was given up may be under way until an answer came after it. */
    private void leave(Flight flight, boolean ended) {
        if (ended || !flight.mayAsk() || !link.keepsOrder()) {
            turns.leave(flight, ended, null);
            return;
        }
        Call echo = ownCall(Method.PING, Json.EMPTY_OBJECT);
        turns.leave(flight, false, echo);
        Thread.ofVirtual().name("echo of " + terms.name()).start(() -> {
            try {
                link.call(echo);
            } finally {
                turns.echoed(echo);
            }
        });
    }

    /** Whether the server itself is done with a call, so that no question of it can be open any more. */
    private static boolean isEnded(@Nullable Outcome outcome) {
        return switch (outcome) {
            case null -> false;
            case Outcome.Answered answered -> true;
            case Outcome.Refused refused -> true;
            case Outcome.Barred barred -> true;
            case Outcome.Lost(String reason, Reply.Ran ran) -> ran == Reply.Ran.SURELY_NOT;
            case Outcome.TimedOut timedOut -> false;
            case Outcome.Cancelled cancelled -> false;
        };
    }

    /** A server that asks for roots by itself works where they say: so it knows those of this client before its call. */
    private void tellRoots(Exchange exchange) throws InterruptedException {
        if (!askers.askForRoots()
                || !exchange.client().hasRoots()
                || key.capabilities().find("roots") == null) {
            return;
        }
        String client = exchange.session().orElse("");
        while (questions.roots().await(client, exchange.deadline(), exchange.cancellation())) {
            questions.clientele().announce(exchange);
            rootsChanged();
        }
    }

    /** A request of the hub itself. */
    Outcome ask(String method, Json params) {
        return link.call(ownCall(method, params));
    }

    private Call ownCall(String method, Json params) {
        return terms.ownCall(new Message.Request(Id.of(ids.incrementAndGet()), method, params), terms.wait(Wait.LIST));
    }

    /** A client's roots changed: tells the server if this client uses the session, alone where roots matter. */
    void rootsChangedOf(String session) {
        if (questions.clientele().announce(session, askers.askForRoots())) {
            rootsChanged();
        }
    }

    /** A client's session ended: nobody is there to be asked for it any more. */
    void ended(String session) {
        questions.clientele().ended(session);
    }

    /** Asks whether the server is there. */
    Outcome ping(Duration timeout) {
        Message.Request request = new Message.Request(Id.of(ids.incrementAndGet()), Method.PING, Json.EMPTY_OBJECT);
        return link.call(terms.ownCall(request, timeout));
    }

    /** Tells the server that its client's roots changed, if it was told that they may. */
    void rootsChanged() {
        if (key.capabilities().at("roots", "listChanged").filter(Json::isTrue).isEmpty()) {
            return;
        }
        try {
            link.send(new Message.Notification(Method.ROOTS_CHANGED, Json.EMPTY_OBJECT));
        } catch (IOException gone) {
            // A session that cannot be told has no use for it.
        }
    }

    private Outcome setLevel(LogLevel level) {
        return ask(
                Method.SET_LEVEL, Json.object().put("level", level.wireName()).build());
    }

    private static Json params(Request request, Exchange exchange, @Nullable Id token) {
        List<String> hops = exchange.hops();
        if (token == null && hops.isEmpty()) {
            return request.params();
        }
        Json given = request.params().find("_meta");
        JsonObject meta = given != null && given.isObject() ? given.edit() : Json.object();
        if (token != null) {
            meta.put(MetaKey.PROGRESS_TOKEN, token.value());
        }
        if (!hops.isEmpty()) {
            meta.put(MetaKey.HOPS, Json.array(hops.stream().map(Json::of).toList()));
        }
        return request.params().edit().put("_meta", meta.build()).build();
    }

    /** The way back to the client of one call. */
    private static final class Ears implements Call.Ear {
        private final Exchange exchange;
        private final Questions questions;
        private final Json declared;
        /** Written before the call is sent. */
        private @Nullable Call call;

        /** @param declared the capabilities of the server */
        Ears(Exchange exchange, Questions questions, Json declared) {
            this.exchange = exchange;
            this.questions = questions;
            this.declared = declared;
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
        public void progress(Json params) {
            exchange.progress(params);
        }

        @Override
        public void log(Json params) {
            exchange.log(params);
        }

        @Override
        public void asked(Message.Request question) {
            if (call != null) {
                questions.tied(call, question);
            }
        }
    }
}
