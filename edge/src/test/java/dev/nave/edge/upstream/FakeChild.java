package dev.nave.edge.upstream;

import dev.nave.edge.upstream.wire.Wires;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A child in memory: what it is sent is noted and given to its script, on a thread of its own. */
final class FakeChild implements Wires.Child {
    /** What a child does about a message. */
    @FunctionalInterface
    interface Script {
        void take(FakeChild child, Message message);
    }

    private final Pipe.Reader reader;
    private final Script script;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private final AtomicBoolean closed = new AtomicBoolean();
    final BlockingQueue<Message> got = new LinkedBlockingQueue<>();
    volatile String lastWords = "";

    FakeChild(Pipe.Reader reader, Script script) {
        this.reader = reader;
        this.script = script;
    }

    @Override
    public void send(byte[] message) throws IOException {
        if (closed.get()) {
            throw new IOException("the child is gone");
        }
        if (Frame.read(message, JsonLimits.DEFAULT) instanceof Frame.Single(Message read)) {
            got.add(read);
            thread.execute(() -> script.take(this, read));
        }
    }

    /** Writes a line. */
    void say(Message message) {
        say(message.toJson().raw());
    }

    void say(String line) {
        thread.execute(() -> {
            if (!closed.get()) {
                reader.message(line.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    void answer(Message.Request request, String result) {
        say(new Message.Result(request.id(), Json.parse(result)));
    }

    void fail(Message.Request request, int code, String message) {
        say(new Message.Failure(request.id(), code, message, null));
    }

    void ask(String id, String method, String params) {
        say(new Message.Request(Id.of(id), method, Json.parse(params)));
    }

    void tell(String method, String params) {
        say(new Message.Notification(method, Json.parse(params)));
    }

    /** Ends, after everything that was said. */
    void die(String reason) {
        thread.execute(() -> {
            if (closed.compareAndSet(false, true)) {
                reader.closed(reason);
            }
        });
    }

    boolean isGone() {
        return closed.get();
    }

    /** The next answer it was sent to one of its questions. */
    Message.Response nextResponse() throws InterruptedException {
        while (true) {
            Message message = got.poll(30, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("expected a response within 30 s");
            }
            if (message instanceof Message.Response response) {
                return response;
            }
        }
    }

    /** The next message of this method it was sent; others are passed over. */
    Message next(String method) throws InterruptedException {
        while (true) {
            Message message = got.poll(30, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("expected " + method + " within 30 s");
            }
            String name =
                    switch (message) {
                        case Message.Request request -> request.method();
                        case Message.Notification notice -> notice.method();
                        case Message.Result result -> "result";
                        case Message.Failure failure -> "error";
                    };
            if (name.equals(method)) {
                return message;
            }
        }
    }

    @Override
    public Optional<String> lastWords() {
        return lastWords.isEmpty() ? Optional.empty() : Optional.of(lastWords);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            reader.closed("it was stopped");
        }
    }
}
