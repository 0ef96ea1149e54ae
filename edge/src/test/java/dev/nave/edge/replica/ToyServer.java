package dev.nave.edge.replica;

import dev.nave.edge.upstream.wire.Wires;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.secret.Values;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpCall;
import dev.nave.transport.http.HttpSending;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A legacy server in memory, as children of one node: a tool asks as many questions as its call says, one after the other,
 * tells of progress and logs in between, and answers with what it was given.
 */
final class ToyServer implements Wires {
    private static final String INITIALIZED = """
        {"protocolVersion":"2025-06-18","serverInfo":{"name":"toy","version":"1"},\
        "capabilities":{"tools":{},"logging":{}}}\
        """;

    private final String place;
    private final Ledger ledger;
    private final List<Toy> children = new CopyOnWriteArrayList<>();
    private volatile boolean dead;

    /** @param place the name of the node whose children these are */
    ToyServer(String place, Ledger ledger) {
        this.place = place;
        this.ledger = ledger;
    }

    @Override
    public Child start(String server, Target.Child target, Values values, Duration stop, Pipe.Reader reader)
            throws IOException {
        Toy child = new Toy(reader);
        children.add(child);
        if (dead) {
            child.close();
            throw new IOException("its node is gone");
        }
        return child;
    }

    @Override
    public Pipe webSocket(URI url, Map<String, String> headers, Duration connect, Pipe.Reader reader)
            throws IOException {
        throw new IOException("there is none");
    }

    @Override
    public HttpSending open(HttpCall call) {
        throw new IllegalArgumentException("there is none");
    }

    /** Ends one child, if there is any. */
    void killOne(Random random) {
        List<Toy> open = children.stream().filter(child -> !child.closed).toList();
        if (!open.isEmpty()) {
            open.get(random.nextInt(open.size())).die();
        }
    }

    /** Ends all children with their node. */
    void die() {
        dead = true;
        children.forEach(Toy::die);
    }

    /** Children that run. */
    long open() {
        return children.stream().filter(child -> !child.closed).count();
    }

    /** One child. */
    private final class Toy implements Child {
        private final Pipe.Reader reader;
        private final Map<Id, Run> runs = new ConcurrentHashMap<>();
        private final Map<Id, CompletableFuture<Optional<Json>>> open = new ConcurrentHashMap<>();
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean closed;

        Toy(Pipe.Reader reader) {
            this.reader = reader;
        }

        @Override
        public void send(byte[] message) throws IOException {
            if (closed) {
                throw new IOException("the child is gone");
            }
            switch (Frame.read(message, JsonLimits.DEFAULT)) {
                case Frame.Single(Message.Request request) -> request(request);
                case Frame.Single(Message.Notification told) -> {
                    Json id = told.params().find("requestId");
                    if (told.method().equals(Method.CANCELLED) && id != null) {
                        Optional.ofNullable(runs.get(new Id(id))).ifPresent(Run::cancel);
                    }
                }
                case Frame.Single(Message.Result(Id id, Json result)) -> answered(id, Optional.of(result));
                case Frame.Single(Message.Failure failure) -> {
                    Id id = failure.id();
                    if (id != null) {
                        answered(id, Optional.empty());
                    }
                }
                case Frame other -> ledger.violate("the server was sent " + other);
            }
        }

        private void answered(Id id, Optional<Json> result) {
            CompletableFuture<Optional<Json>> waiting = open.remove(id);
            if (waiting != null) {
                waiting.complete(result);
            }
        }

        private void request(Message.Request request) {
            switch (request.method()) {
                case Method.INITIALIZE -> soon(new Message.Result(request.id(), Json.parse(INITIALIZED)));
                case Method.TOOLS_CALL -> {
                    Run run = new Run(request);
                    runs.put(request.id(), run);
                    Thread.ofVirtual().name("toy").start(run::run);
                    if (closed) {
                        run.cancel();
                    }
                }
                case Method.PING, Method.SET_LEVEL -> soon(new Message.Result(request.id(), Json.EMPTY_OBJECT));
                default -> soon(new Message.Failure(request.id(), -32601, "no " + request.method(), null));
            }
        }

        private void soon(Message message) {
            Thread.ofVirtual().name("toy").start(() -> say(message));
        }

        private synchronized void say(Message message) {
            if (!closed) {
                reader.message(message.toJson().toBytes());
            }
        }

        void die() {
            end("it died");
        }

        @Override
        public void close() {
            end("it was stopped");
        }

        private void end(String reason) {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
            }
            runs.values().forEach(Run::cancel);
            reader.closed(reason);
        }

        @Override
        public Optional<String> lastWords() {
            return Optional.empty();
        }

        /** One call of a tool. */
        private final class Run {
            private final Message.Request request;
            private final int call;
            private final Ledger.Page page;
            private final int number;
            private final CompletableFuture<Optional<Json>> cancelled = new CompletableFuture<>();
            private volatile @Nullable CompletableFuture<Optional<Json>> waiting;

            Run(Message.Request request) {
                this.request = request;
                this.call = number(request.params(), "call");
                this.page = ledger.page(call);
                this.number = page.begin("child " + children.indexOf(Toy.this) + " of " + place);
            }

            void cancel() {
                cancelled.complete(Optional.empty());
                CompletableFuture<Optional<Json>> now = waiting;
                if (now != null) {
                    now.complete(Optional.empty());
                }
            }

            void run() {
                try {
                    play();
                } finally {
                    runs.remove(request.id());
                    page.end();
                }
            }

            private void play() {
                Optional<Json> token = token();
                List<Json> answers = new ArrayList<>();
                int questions = number(request.params(), "questions");
                for (int i = 1; i <= questions; i++) {
                    int step = i;
                    token.ifPresent(own -> {
                        progress(own, step);
                        progress(own, step - 1);
                    });
                    log("debug");
                    log("error");
                    // Some ask otherwise when they are called again: then earlier answers are no answers.
                    String again = number > 1 && call % 2 == 0 ? ", again" : "";
                    String question = "question " + i + " of call " + call + again;
                    Optional<Json> answer = ask(question);
                    if (cancelled.isDone()) {
                        return;
                    }
                    if (!answer.flatMap(given -> given.string("action")).equals(Optional.of("accept"))) {
                        break;
                    }
                    page.given(number, question, answer.get());
                    if (answer.get().at("content", "wait").isPresent()) {
                        cancelled.join(); // Works for as long as anybody wants the outcome.
                        return;
                    }
                    answers.add(answer.get().at("content", "name").orElse(Json.NULL));
                }
                say(new Message.Result(
                        request.id(),
                        Json.object()
                                .put("content", Json.EMPTY_ARRAY)
                                .put("isError", answers.size() < questions)
                                .put("call", call)
                                .put("answers", Json.array(answers))
                                .build()));
            }

            private Optional<Json> token() {
                return request.params().at("_meta", "progressToken");
            }

            private Optional<Json> ask(String text) {
                Id id = Id.of("q" + asked.incrementAndGet());
                CompletableFuture<Optional<Json>> answer = new CompletableFuture<>();
                open.put(id, answer);
                waiting = answer;
                if (cancelled.isDone()) {
                    return Optional.empty();
                }
                Json form = Json.parse("{\"type\":\"object\",\"required\":[\"name\"],"
                        + "\"properties\":{\"name\":{\"type\":\"string\"}}}");
                // With the token the question names its call, before the hub has learnt that the tool asks.
                say(new Message.Request(
                        id,
                        Method.ELICITATION,
                        Json.object()
                                .put("message", text)
                                .put("requestedSchema", form)
                                .put(
                                        "_meta",
                                        Json.object()
                                                .putIfPresent("progressToken", token())
                                                .build())
                                .build()));
                Optional<Json> given = answer.join();
                open.remove(id);
                return given;
            }

            private void progress(Json token, int value) {
                say(new Message.Notification(
                        Method.PROGRESS,
                        Json.object()
                                .put("progressToken", token)
                                .put("progress", value)
                                .put("call", call)
                                .build()));
            }

            private void log(String level) {
                say(new Message.Notification(
                        Method.MESSAGE,
                        Json.object()
                                .put("level", level)
                                .put("data", Json.object().put("call", call).build())
                                .build()));
            }
        }
    }

    private static int number(Json params, String name) {
        return params.at("arguments", name).map(Json::asDouble).orElse(0.0).intValue();
    }
}
