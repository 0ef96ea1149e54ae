package dev.nave.edge.upstream.wire;

import dev.nave.hub.Connector;
import dev.nave.hub.Reply;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import dev.nave.protocol.message.Oversize;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages over a pipe: responses and progress find their calls, the rest goes to whoever listens. Safe for many threads;
 * what arrives is handed over on the pipe's own thread, which never writes.
 */
public final class Line implements Pipe.Reader, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);
    private static final int EARLY = 64;

    private final String server;
    private final JsonLimits limits;
    private final Switchboard calls = new Switchboard();
    private final AtomicInteger junk = new AtomicInteger();
    private final List<Message> early = new ArrayList<>();
    // Written once before anything is sent.
    private volatile @Nullable Pipe pipe;
    private volatile Wires.@Nullable Child child;
    private @Nullable Ear ear;
    private @Nullable String closed;

    /** {@code server} is the name of the server it leads to. */
    public Line(String server, JsonLimits limits) {
        this.server = server;
        this.limits = limits;
    }

    /** Told what no call waits for, on the pipe's thread: must return at once and must not write. */
    public interface Ear {
        void request(Message.Request request);

        void notification(Message.Notification notice);

        /** The line is closed. Called once. */
        void closed(String reason);
    }

    /** The name of the server it leads to. */
    public String server() {
        return server;
    }

    /** The pipe this line reads. Once, before anything is sent. */
    public void attach(Pipe opened) {
        pipe = opened;
        if (opened instanceof Wires.Child started) {
            child = started;
        }
    }

    /** From now on this one is told; what came before, up to a few messages, is told first. */
    public void hear(Ear listener) {
        synchronized (this) {
            early.forEach(message -> tell(listener, message));
            early.clear();
            ear = listener;
            if (closed != null) {
                listener.closed(closed);
            }
        }
    }

    /** Sends a request and waits for its outcome; a call that is given up is cancelled at the server too. */
    public Outcome call(Call call) {
        Outcome outcome = begin(call);
        if (outcome != null) {
            return outcome;
        }
        try {
            outcome = call.await();
        } finally {
            calls.remove(call);
        }
        switch (outcome) {
            case Outcome.Cancelled(String reason) -> cancel(call, reason);
            case Outcome.TimedOut(String reason) -> cancel(call, reason);
            case Outcome.Answered answered -> {}
            case Outcome.Refused refused -> {}
            case Outcome.Barred barred -> {}
            case Outcome.Lost lost -> {}
        }
        return outcome;
    }

    /** Sends a request whose outcome is waited for elsewhere; answers an outcome when that failed. */
    public @Nullable Outcome begin(Call call) {
        if (!calls.add(call)) {
            return call.await();
        }
        try {
            send(call.request());
            return null;
        } catch (IOException e) {
            calls.remove(call);
            return new Outcome.Lost(text(e), Reply.Ran.SURELY_NOT);
        }
    }

    /** No longer waits for this call's answer. */
    public void end(Call call) {
        calls.remove(call);
    }

    /** The call in flight with this progress token. */
    public @Nullable Call ofToken(Json token) {
        return calls.ofToken(token);
    }

    /** Sends a message; waits while the other side is slow. */
    public void send(Message message) throws IOException {
        Pipe open = pipe;
        if (open == null) {
            throw new IOException("the line has no pipe yet");
        }
        open.send(message.toBytes());
    }

    /** Why the line is closed, if it is. */
    public synchronized Optional<String> closed() {
        return Optional.ofNullable(closed);
    }

    /** The last line the child wrote to its standard error; none on other wires. */
    public Optional<String> lastWords() {
        Wires.Child started = child;
        return started == null ? Optional.empty() : started.lastWords();
    }

    /** Whether it was a process that ended by itself and said that all was well. */
    public boolean endedInOrder() {
        Wires.Child started = child;
        return started != null && started.endedInOrder();
    }

    /** Tells that the server is gone with this line, and what it said last. */
    public void tellEnd(Connector.Feed feed, String reason) {
        String told = lastWords()
                .map(words -> reason + "; it last said \"" + words + "\"")
                .orElse(reason);
        if (endedInOrder()) {
            feed.ended(told);
        } else {
            feed.lost(told);
        }
    }

    /** Waits until nothing is left of the process, if it is one, but no longer than this. */
    public void awaitEnd(Duration most) throws InterruptedException {
        Wires.Child started = child;
        if (started != null) {
            started.awaitEnd(most);
        }
    }

    @Override
    public void message(byte[] message) {
        take(Frame.read(message, limits));
    }

    private void take(Frame frame) {
        switch (frame) {
            case Frame.Single(Message message) -> take(message);
            case Frame.Batch(List<Frame> elements) -> elements.forEach(this::take);
            case Frame.Malformed malformed -> {
                boolean answers = malformed.id() != null && calls.answer(malformed.toFailure());
                if (!answers && junk.getAndIncrement() == 0) {
                    LOG.atWarn()
                            .addKeyValue("server", server)
                            .log(
                                    "Server '{}' says what is no message, the first time: {}",
                                    server,
                                    malformed.problem());
                }
            }
        }
    }

    private void take(Message message) {
        switch (message) {
            case Message.Response response -> {
                if (!calls.answer(response)) {
                    LOG.debug("Server '{}' answered a call nobody waits for", server);
                }
            }
            case Message.Notification notice when calls.progress(notice) -> {}
            case Message.Notification notice when notice.method().equals(Method.PROGRESS) -> {}
            case Message.Notification notice -> toEar(notice);
            case Message.Request request -> toEar(request);
        }
    }

    private synchronized void toEar(Message message) {
        Ear listener = ear;
        if (listener != null) {
            tell(listener, message);
        } else if (early.size() < EARLY) {
            early.add(message);
        }
    }

    private static void tell(Ear listener, Message message) {
        switch (message) {
            case Message.Request request -> listener.request(request);
            case Message.Notification notice -> listener.notification(notice);
            case Message.Response response -> {}
        }
    }

    @Override
    public void tooLarge(byte[] start, byte[] end, long bytes) {
        Optional<Id> id = Oversize.id(start, end);
        String problem = "The server's answer of " + bytes + " bytes is larger than the " + limits.bytes()
                + " that are allowed. Raise bounds.line, or ask for less.";
        boolean answered =
                id.isPresent() && calls.answer(new Message.Failure(id.get(), ErrorCode.INTERNAL_ERROR, problem, null));
        if (!answered) {
            LOG.atWarn()
                    .addKeyValue("server", server)
                    .log("Server '{}' sent a message of {} bytes, which was left out", server, bytes);
        }
    }

    @Override
    public void closed(String reason) {
        Ear listener;
        synchronized (this) {
            if (closed != null) {
                return;
            }
            closed = reason;
            listener = ear;
        }
        calls.lose(reason);
        if (listener != null) {
            listener.closed(reason);
        }
    }

    @Override
    public void close() {
        Pipe open = pipe;
        if (open != null) {
            open.close();
        }
        closed("it was closed");
    }

    private void cancel(Call call, String reason) {
        Json params = Json.object()
                .put("requestId", call.id().value())
                .put("reason", reason)
                .build();
        try {
            send(new Message.Notification(Method.CANCELLED, params));
        } catch (IOException gone) {
            LOG.debug("Server '{}' could not be told of a cancellation: {}", server, gone.getMessage());
        }
    }

    private static String text(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
