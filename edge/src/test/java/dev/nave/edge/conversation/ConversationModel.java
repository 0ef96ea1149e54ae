package dev.nave.edge.conversation;

import dev.nave.hub.Answer;
import dev.nave.hub.Caller;
import dev.nave.hub.Client;
import dev.nave.hub.Exchange;
import dev.nave.hub.Question;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.schema.JsonSchema;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A house full of calls of two principals whose clients answer, answer in part, answer wrong, answer twice, forge, leave
 * and never come back, while the clock jumps; and what must hold whatever happens. The seed decides what each client and
 * server does; the machine decides how their threads meet.
 */
public final class ConversationModel {
    private static final int CALLS = 6;
    /** Less than a call may take in all, so that none ends by that. */
    private static final int HOURS = 3;

    private static final String CAPABILITIES = "{\"elicitation\":{}}";

    private final long seed;
    private final Duration patience;
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final FakeTime time = new FakeTime();
    private final Conversations house;

    private ConversationModel(long seed, Duration patience) {
        this.seed = seed;
        this.patience = patience;
        // Answers are waited for less long than one jump of the clock; nothing else ends by time.
        Waits waits = Waits.defaults()
                .with(Wait.ANSWER, Duration.ofMinutes(5))
                .with(Wait.MAXIMUM, Duration.ofDays(1))
                .with(Wait.SEAL, Duration.ofDays(1));
        Bounds bounds = Bounds.defaults().with(Bound.ROUNDS, 100);
        this.house = new Conversations(
                new Conversations.Settings("here", waits, bounds, Duration.ZERO, Duration.ZERO),
                new Seals(List.of(), new SecureRandom(), time),
                new JsonSchema(),
                () -> UUID.randomUUID().toString(),
                time);
    }

    /**
     * Plays one seed; answers every law that was broken.
     *
     * @param patience how long what must happen soon may take before the law that it happens counts as broken
     */
    public static List<String> violations(long seed, Duration patience) {
        return new ConversationModel(seed, patience).play();
    }

    private List<String> play() {
        List<Call> calls = new ArrayList<>();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            Call call = new Call(i, new Random(seed * 31 + i));
            calls.add(call);
            clients.add(Thread.ofVirtual().start(call::beClient));
        }
        try {
            for (Thread client : clients) {
                if (!client.join(patience)) {
                    violate("a client waits for ever");
                }
            }
            for (Call call : calls) {
                if (!endsInTime(call)) {
                    violate("call " + call.number + " never ends");
                }
                call.check();
            }
            awaitEmptyHouse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            violate("interrupted");
        }
        return violations.stream().map(text -> "seed " + seed + ": " + text).toList();
    }

    /** Whether a call ends while hours pass, one after the other: what it asked last it may have asked a moment ago. */
    private boolean endsInTime(Call call) throws InterruptedException {
        for (int hour = 0; hour < HOURS; hour++) {
            time.pass(Duration.ofHours(1));
            house.wake();
            if (call.ended.await(patience.toMillis() / HOURS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    /** What ends a call runs on the call's own thread, a moment after the last client was told. */
    private void awaitEmptyHouse() throws InterruptedException {
        eventually(() -> house.parked() == 0 && house.held() == 0);
        if (house.parked() > 0) {
            violate(house.parked() + " places of parked calls leaked");
        }
        if (house.held() > 0) {
            violate(house.held() + " calls are never forgotten");
        }
    }

    /** Looks again and again, since what is waited for tells nobody. */
    private boolean eventually(BooleanSupplier law) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!law.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return true;
    }

    private void violate(String text) {
        violations.add(text);
    }

    /** One call: its server and its client. */
    private final class Call {
        private final int number;
        private final Random random;
        private final Caller owner;
        private final Caller stranger;
        private final int questions;
        private final boolean asksBeside;
        private final boolean named;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final AtomicInteger runs = new AtomicInteger();
        private final AtomicInteger strays = new AtomicInteger();
        private final AtomicInteger forgeries = new AtomicInteger();
        private final Set<String> sent = ConcurrentHashMap.newKeySet();
        private final Set<String> received = ConcurrentHashMap.newKeySet();
        private volatile boolean cancelled;
        private boolean gaveUp;
        private boolean left;
        private double lastProgress;
        private int answers;
        private final List<Reply.InputRequired> rounds = new ArrayList<>();

        Call(int number, Random random) {
            this.number = number;
            this.random = random;
            this.owner = new Caller(number % 2 == 0 ? "alice" : "bob", Set.of());
            this.stranger = new Caller(number % 2 == 0 ? "bob" : "alice", Set.of());
            this.questions = 1 + random.nextInt(3);
            this.asksBeside = random.nextInt(3) == 0;
            this.named = random.nextBoolean();
        }

        // The server.

        private Reply serve(Request request, Exchange exchange) {
            if (request.retry() != null) {
                strays.incrementAndGet();
                return Reply.failed(-32602, "not a state of mine");
            }
            runs.incrementAndGet();
            exchange.cancellation().onCancel(() -> cancelled = true);
            try {
                Thread beside = Thread.ofVirtual().start(() -> {
                    if (asksBeside && exchange.ask(question(0)) instanceof Answer.Answered(Json answer)) {
                        take(answer);
                    }
                });
                for (int i = 1; i <= questions; i++) {
                    exchange.progress(Json.parse("{\"call\":" + number + ",\"progress\":" + i + "}"));
                    exchange.progress(Json.parse("{\"call\":" + number + ",\"progress\":" + (i - 1) + "}"));
                    exchange.log(Json.parse("{\"call\":" + number + ",\"level\":\"debug\"}"));
                    exchange.log(Json.parse("{\"call\":" + number + ",\"level\":\"error\"}"));
                    if (exchange.ask(question(i)) instanceof Answer.Answered(Json answer)) {
                        take(answer);
                    } else {
                        break;
                    }
                }
                beside.join();
                return new Reply.Complete(Json.object()
                        .put("call", number)
                        .put("owner", owner.principal())
                        .build());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Reply.failed(-32603, "interrupted");
            } finally {
                ended.countDown();
            }
        }

        private void take(Json answer) {
            String name = answer.at("content", "name").map(Json::raw).orElse("none");
            if (!sent.contains(name)) {
                violate("call " + number + " was given " + answer + ", which its client never answered");
            }
            if (!received.add(name)) {
                violate("call " + number + " was given one answer twice: " + answer);
            }
        }

        private Question question(int index) {
            return new Question(
                    named ? "own" + index : null,
                    "elicitation/create",
                    Json.parse("{\"message\":\"?\",\"requestedSchema\":{\"type\":\"object\",\"required\":[\"name\"],"
                            + "\"properties\":{\"name\":{\"type\":\"string\"}}}}"));
        }

        // The client.

        void beClient() {
            Visit visit = visit(owner, request(null));
            for (int step = 0; step < 40; step++) {
                boolean leaving = random.nextInt(25) == 0;
                if (leaving) {
                    visit.leave();
                }
                Reply reply = pump(visit);
                left = leaving && reply == null; // Whoever was answered before has nothing to leave.
                if (!(reply instanceof Reply.InputRequired round)) {
                    checkEnd(reply);
                    return;
                }
                Visit next = answer(round);
                if (next == null) {
                    gaveUp = true;
                    time.pass(Duration.ofMinutes(6));
                    house.wake();
                    return;
                }
                visit = next;
            }
            visit.leave();
            left = pump(visit) == null;
        }

        /** Comes back with something; null when it never does. */
        private @Nullable Visit answer(Reply.InputRequired round) {
            forge(round);
            Json good = all(round);
            return switch (random.nextInt(20)) {
                case 0 -> null;
                case 1, 2 -> visit(owner, request(retry(round, Json.EMPTY_OBJECT)));
                case 3, 4 -> visit(owner, request(retry(round, wrong(round))));
                case 5, 6, 7 -> twiceAtOnce(request(retry(round, good)));
                case 8, 9, 10 -> onceMoreLater(round, good);
                default -> visit(owner, request(retry(round, good)));
            };
        }

        /** The same request twice, as after a broken connection: the second takes the place of the first. */
        private Visit twiceAtOnce(Request request) {
            Visit first = visit(owner, request);
            Visit second = visit(owner, request);
            first.leave();
            if (pump(first) != null) {
                // It ended before the second came: then both are told the same, which the next pump of the second
                // checks.
                return second;
            }
            return second;
        }

        /** After a round was answered, the same answers get the same again, and others are refused. */
        private Visit onceMoreLater(Reply.InputRequired round, Json good) {
            Request request = request(retry(round, good));
            Visit first = visit(owner, request);
            Reply reply = pump(first);
            Reply again = pump(visit(owner, request));
            if (reply != null && !reply.equals(again) && !isExpired(again)) {
                violate("call " + number + " got " + again + " for answers that got " + reply + " before");
            }
            Reply other = pump(visit(owner, request(retry(round, all(round)))));
            if (!isRefused(other) && !isExpired(other)) {
                violate("call " + number + " took other answers to a round that was over: " + other);
            }
            return reply == null ? first : Conversations.answered(reply);
        }

        /** Nobody else, no other call and no altered state gets in. */
        private void forge(Reply.InputRequired round) {
            forgeries.incrementAndGet();
            Request request = request(retry(round, all(round)));
            Reply foreign = pump(visit(stranger, request));
            Reply other = pump(
                    visit(owner, new Request(request.method(), Json.parse("{\"name\":\"other\"}"), request.retry())));
            if (!isRefused(foreign) || !isRefused(other)) {
                violate("call " + number + " let a state in from "
                        + (isRefused(foreign) ? "another call" : "a stranger"));
            }
            rounds.add(round);
            if (rounds.size() > 2) {
                Reply.InputRequired old = rounds.get(rounds.size() - 3);
                Reply late = pump(visit(owner, request(retry(old, all(old)))));
                if (!isRefused(late) && !isExpired(late)) {
                    violate("call " + number + " took answers to a round long over: " + late);
                }
            }
        }

        private @Nullable Reply pump(Visit visit) {
            while (true) {
                switch (visit.next(Duration.ofSeconds(60))) {
                    case Visit.Notice.Progress progress -> checkProgress(progress.params());
                    case Visit.Notice.Log log -> checkLog(log.params());
                    case Visit.Notice.Opaque opaque -> violate("call " + number + " was told " + opaque);
                    case Visit.Notice.Silence silence -> {
                        // The clock jumped meanwhile.
                    }
                    case Visit.Notice.Ended ended -> {
                        return ended.reply();
                    }
                    case Visit.Notice.Left gone -> {
                        return null;
                    }
                }
            }
        }

        private void checkProgress(Json params) {
            double progress = params.member("progress").map(Json::asDouble).orElse(Double.NaN);
            if (!(progress > lastProgress) || !isOwn(params)) {
                violate("call " + number + " saw progress " + params + " after " + lastProgress);
            }
            lastProgress = progress;
        }

        private void checkLog(Json params) {
            if (!params.string("level").equals(Optional.of("error")) || !isOwn(params)) {
                violate("call " + number + " saw the log message " + params);
            }
        }

        private boolean isOwn(Json params) {
            return params.member("call").equals(Optional.of(Json.of(number)));
        }

        private void checkEnd(@Nullable Reply reply) {
            boolean own = reply instanceof Reply.Complete complete
                    && isOwn(complete.result())
                    && complete.result().string("owner").equals(Optional.of(owner.principal()));
            if (reply == null ? !left : !own && !isExpired(reply)) {
                violate("call " + number + " ended with " + reply);
            }
        }

        void check() throws InterruptedException {
            if (runs.get() != 1) {
                violate("call " + number + " ran " + runs.get() + " times");
            }
            if (strays.get() > forgeries.get()) {
                violate("call " + number + ": the server saw states of the hub");
            }
            boolean unfinished = received.size() < questions + (asksBeside ? 1 : 0);
            if ((gaveUp || left) && unfinished && !eventually(() -> cancelled)) {
                violate("call " + number + " goes on for a client that is gone");
            }
        }

        private Visit visit(Caller caller, Request request) {
            Client client = new Client(Revision.NEWEST, Json.EMPTY_OBJECT, Json.parse(CAPABILITIES));
            return house.visit(
                    this::serve, caller, new Party(client, Optional.of(LogLevel.WARNING), true, List.of()), request);
        }

        private Request request(Request.@Nullable Retry retry) {
            return new Request("tools/call", Json.parse("{\"name\":\"call" + number + "\"}"), retry);
        }

        private Request.Retry retry(Reply.InputRequired round, Json responses) {
            return new Request.Retry(responses, round.state());
        }

        private Json all(Reply.InputRequired round) {
            JsonObject responses = Json.object();
            for (String key : round.requests().names()) {
                answers++;
                Json name = Json.of(number + "/" + key + "/" + answers);
                sent.add(name.raw());
                responses.put(key, accepted(name));
            }
            return responses.build();
        }

        private Json wrong(Reply.InputRequired round) {
            JsonObject responses = Json.object();
            round.requests().names().forEach(key -> responses.put(key, accepted(Json.of(5))));
            return responses.build();
        }

        private static Json accepted(Json name) {
            Json content = Json.object().put("name", name).build();
            return Json.object().put("action", "accept").put("content", content).build();
        }

        private static boolean isRefused(@Nullable Reply reply) {
            return reply instanceof Reply.Failed failed && failed.failure().code() == -32602;
        }

        private static boolean isExpired(@Nullable Reply reply) {
            return reply instanceof Reply.Complete complete && complete.result().flag("isError");
        }
    }
}
