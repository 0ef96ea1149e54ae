package dev.nave.edge.conversation;

import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Lookout;
import dev.nave.hub.Question;
import dev.nave.hub.Quota;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.schema.JsonSchema;
import dev.nave.hub.seal.CallDigest;
import dev.nave.hub.seal.Purpose;
import dev.nave.hub.seal.Rounds;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All calls of modern clients on this node, some of which outlive the request they came with. Safe for many threads.
 */
public final class Conversations {
    private static final Logger LOG = LoggerFactory.getLogger(Conversations.class);
    private static final UrlRounds.Resumed.Again FIRST = new UrlRounds.Resumed.Again(0, List.of());

    private final Settings settings;
    private final Seals seals;
    private final Supplier<String> ids;
    private final Time time;
    private final AnswerCheck answers;
    private final UrlRounds urls;
    private final Pages pages;
    private final OtherNodes others;
    private final Quota parked;
    private final Map<String, Conversation> known = new ConcurrentHashMap<>();
    private final Lookout lookout = new Lookout();

    /**
     * Knows no call yet, and no other node.
     *
     * @param schemas checks what users filled into forms
     * @param ids makes ids nobody can guess
     */
    public Conversations(Settings settings, Seals seals, JsonSchema schemas, Supplier<String> ids, Time time) {
        this(settings, seals, schemas, ids, time, OtherNodes.NONE);
    }

    /** As above, beside other nodes that share the keys of {@code seals}. */
    public Conversations(
            Settings settings, Seals seals, JsonSchema schemas, Supplier<String> ids, Time time, OtherNodes others) {
        this.others = others;
        this.settings = settings;
        this.seals = seals;
        this.ids = ids;
        this.time = time;
        this.answers = new AnswerCheck(schemas);
        this.urls = new UrlRounds(
                seals,
                settings.waits().get(Wait.SEAL),
                settings.bounds().get(Bound.ROUNDS),
                settings.bounds().get(Bound.STATE_BYTES));
        this.pages =
                new Pages(settings.waits().get(Wait.SEAL), settings.bounds().get(Bound.PARKED), time);
        this.parked =
                new Quota(settings.bounds().get(Bound.PARKED), settings.bounds().get(Bound.PARKED_PER_PRINCIPAL));
    }

    /**
     * Begins a call, or finds the one whose answers the request brings back.
     *
     * @param endpoint who answers, and tells when a page is done that a user was asked to open
     * @param party what the client says of itself on this request
     */
    public Visit visit(Endpoint endpoint, Caller caller, Party party, Request request) {
        return visit(endpoint, ids -> pages.expect(endpoint, caller, ids), caller, party, request);
    }

    /** As above, of a server that never tells. */
    Visit visit(Server server, Caller caller, Party party, Request request) {
        return visit(server, ids -> {}, caller, party, request);
    }

    private Visit visit(Server server, Consumer<List<String>> shown, Caller caller, Party party, Request request) {
        Request.Retry retry = request.retry();
        if (retry == null || retry.state() == null) {
            return begin(server, shown, caller, party, request, FIRST);
        }
        Optional<Json> park =
                seals.open(Purpose.PARK, caller.principal(), retry.state().text());
        if (park.isPresent()) {
            return park.flatMap(ParkState::of)
                    .map(state -> comeBack(state, server, shown, caller, party, request, retry))
                    .orElseGet(Conversations::refused);
        }
        return switch (urls.resume(caller, request, retry)) {
            case UrlRounds.Resumed.NotOurs other -> begin(server, shown, caller, party, request, FIRST);
            case UrlRounds.Resumed.Over over -> answered(over.reply());
            case UrlRounds.Resumed.Again again -> begin(server, shown, caller, party, request.withRetry(null), again);
        };
    }

    /**
     * Finds a call of this node for a client that came back at another one.
     *
     * @return nothing when no such call is held here
     */
    public Optional<Visit> receive(Caller caller, Party party, Request request) {
        Request.Retry retry = request.retry();
        Json text = retry == null ? null : retry.state();
        if (retry == null || text == null) {
            return Optional.empty();
        }
        return seals.open(Purpose.PARK, caller.principal(), text.text())
                .flatMap(ParkState::of)
                .flatMap(state -> Optional.ofNullable(find(state))
                        .map(call -> state.digest().equals(CallDigest.of(request))
                                ? call.comeBack(state.round(), retry.responses(), party)
                                : refused()));
    }

    /** How many calls wait for their clients. */
    public int parked() {
        return parked.taken();
    }

    /** How many calls are held for clients that may come back: those that wait, and those that ended lately. */
    public int held() {
        return known.size();
    }

    /** Makes every wait look at the clock anew: for clocks that jump. */
    public void wake() {
        known.values().forEach(Conversation::wake);
    }

    static Visit refused() {
        return answered(Rounds.refused());
    }

    /** A visit that is over as soon as it begins. */
    static Visit answered(Reply reply) {
        return new Visit() {
            @Override
            public Notice next(Duration silence) {
                return new Notice.Ended(reply);
            }

            @Override
            public void leave() {}
        };
    }

    private Visit begin(
            Server server,
            Consumer<List<String>> shown,
            Caller caller,
            Party party,
            Request request,
            UrlRounds.Resumed.Again after) {
        Conversation conversation = new Conversation(this, server, caller, party, request);
        return conversation.begin(() -> run(conversation, server, shown, request, after));
    }

    private void run(
            Conversation conversation,
            Server server,
            Consumer<List<String>> shown,
            Request request,
            UrlRounds.Resumed.Again after) {
        Reply reply;
        try {
            Reply served = serve(conversation, server, request, after);
            // Before the client hears of them, so that no word of the server is missed.
            List<String> wanted = UrlRounds.pages(served);
            if (!wanted.isEmpty()) {
                shown.accept(wanted);
            }
            reply = urls.ask(served, conversation.caller(), conversation.party(), request, after.rounds());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("A call of {} ended in a bug.", request.method(), e);
            reply = Reply.failed(ErrorCode.INTERNAL_ERROR, "The hub failed to serve this; its log says more.");
        }
        conversation.finish(reply);
        forgetLater(conversation.names());
    }

    private Reply serve(Conversation conversation, Server server, Request request, UrlRounds.Resumed.Again after) {
        if (!after.pages().isEmpty()) {
            try {
                pages.await(conversation.caller(), after.pages(), wait(Wait.PAGE), conversation.cancellation());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Optional<String> cancelled = conversation.cancellation().reason();
            if (cancelled.isPresent()) {
                return Reply.failed(ErrorCode.INTERNAL_ERROR, "The call was cancelled: " + cancelled.get());
            }
        }
        return server.serve(request, new CallExchange(conversation));
    }

    /** What a round's answer led to stays for a short while, for a client that sends it once more. */
    private void forgetLater(List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        try {
            if (known.size() <= 2L * settings.bounds().get(Bound.PARKED)) {
                Thread.sleep(settings.linger());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            names.forEach(known::remove);
        }
    }

    private Visit comeBack(
            ParkState state,
            Server server,
            Consumer<List<String>> shown,
            Caller caller,
            Party party,
            Request request,
            Request.Retry retry) {
        if (!state.digest().equals(CallDigest.of(request))) {
            return refused();
        }
        Conversation conversation = find(state);
        if (conversation != null) {
            return conversation.comeBack(state.round(), retry.responses(), party);
        }
        if (state.node().equals(settings.node())) {
            return lost(
                    state,
                    server,
                    shown,
                    caller,
                    party,
                    request,
                    retry,
                    Expired.late(request.method()).reply());
        }
        return switch (others.visit(state.node(), caller, party, request)) {
            case OtherNodes.Found.There(Visit visit) -> visit;
            case OtherNodes.Found.Over over ->
                lost(
                        state,
                        server,
                        shown,
                        caller,
                        party,
                        request,
                        retry,
                        Expired.late(request.method()).reply());
            case OtherNodes.Found.Unreachable unreachable ->
                lost(
                        state,
                        server,
                        shown,
                        caller,
                        party,
                        request,
                        retry,
                        Expired.withItsNode(request.method()).reply());
        };
    }

    private @Nullable Conversation find(ParkState state) {
        Conversation own = known.get(state.call());
        return own == null ? known.get(state.alias()) : own;
    }

    /** The call is no more. Only one that may be repeated is made again, from what its client was asked before. */
    private Visit lost(
            ParkState state,
            Server server,
            Consumer<List<String>> shown,
            Caller caller,
            Party party,
            Request request,
            Request.Retry retry,
            Reply over) {
        if (state.journal().isEmpty() || !server.mayRepeat(request)) {
            return answered(over);
        }
        Request anew = request.withRetry(null);
        Conversation again = new Conversation(this, server, caller, party, anew);
        Visit visit = again.beginAgain(state, retry.responses(), () -> run(again, server, shown, anew, FIRST));
        Conversation other = known.putIfAbsent(state.alias(), again);
        if (other != null) {
            return other.comeBack(state.round(), retry.responses(), party);
        }
        LOG.info("A call of {} is made again: the node that held it has lost it.", request.method());
        return visit;
    }

    // What a conversation needs of the house.

    String register(Conversation conversation) {
        String id = ids.get();
        known.put(id, conversation);
        return id;
    }

    String node() {
        return settings.node();
    }

    String seal(ParkState state, Caller caller) {
        return seals.seal(Purpose.PARK, caller.principal(), wait(Wait.SEAL), state.toJson());
    }

    boolean park(String principal) {
        return parked.take(principal) == Quota.Outcome.TAKEN;
    }

    void unpark(String principal) {
        parked.give(principal);
    }

    Optional<String> problem(Question question, Json answer) {
        return answers.problem(question, answer);
    }

    Duration wait(Wait wait) {
        return settings.waits().get(wait);
    }

    int bound(Bound bound) {
        return settings.bounds().get(bound);
    }

    Duration window() {
        return settings.window();
    }

    Time time() {
        return time;
    }

    Lookout lookout() {
        return lookout;
    }

    void aside(Runnable work) {
        Thread.ofVirtual().name("aside").start(work);
    }

    /**
     * How conversations are held.
     *
     * @param node the name of this node among its replicas
     * @param window how long questions asked together are gathered before the client is asked
     * @param linger how long the end of a parked call is kept for a client that missed it
     */
    public record Settings(String node, Waits waits, Bounds bounds, Duration window, Duration linger) {
        /** With a window of 60 ms, which gathers what a server asks in parallel, and a minute for who missed the end. */
        public static Settings of(String node, Waits waits, Bounds bounds) {
            return new Settings(node, waits, bounds, Duration.ofMillis(60), Duration.ofMinutes(1));
        }
    }
}
