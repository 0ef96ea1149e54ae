package dev.nave.edge.downstream;

import dev.nave.protocol.json.Json;
import dev.nave.transport.http.EventStream;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.SentEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One HTTP request in memory, and what was answered to it. */
public final class FakeExchange implements HttpExchange, EventStream {
    private final String method;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final byte[] body;
    private final List<Runnable> listeners = new ArrayList<>();
    private final LinkedBlockingQueue<Json> events = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch streaming = new CountDownLatch(1);
    private Map<String, String> answerHeaders = Map.of();
    private int status;
    private byte @Nullable [] answer;
    private boolean gone;

    public FakeExchange(String method, String body) {
        this.method = method;
        this.body = body.getBytes(StandardCharsets.UTF_8);
        with("Content-Type", "application/json");
        with("Accept", "application/json, text/event-stream");
    }

    public FakeExchange with(String name, String... values) {
        if (values.length == 0) {
            headers.remove(name);
        } else {
            headers.put(name, List.of(values));
        }
        return this;
    }

    /** The client goes away. */
    public void leave() {
        List<Runnable> told;
        synchronized (this) {
            gone = true;
            told = List.copyOf(listeners);
        }
        told.forEach(Runnable::run);
    }

    /** Waits for the answer to end. */
    public FakeExchange awaitEnd() {
        await(ended);
        return this;
    }

    /** Waits for the answer to become a stream. */
    public FakeExchange awaitStream() {
        await(streaming);
        return this;
    }

    /** Waits for the next event of the stream. */
    public Json nextEvent() {
        try {
            Json event = events.poll(30, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("expected an event within 30 s");
            }
            return event;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public List<Json> events() {
        return List.copyOf(events);
    }

    public synchronized int status() {
        return status;
    }

    public boolean isStream() {
        return streaming.getCount() == 0;
    }

    public synchronized Map<String, String> answerHeaders() {
        return answerHeaders;
    }

    public synchronized Json answer() {
        if (answer == null) {
            throw new AssertionError("expected a JSON answer, got " + (isStream() ? "a stream" : "none"));
        }
        return Json.parse(new String(answer, StandardCharsets.UTF_8));
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return "/mcp";
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    @Override
    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    @Override
    public List<String> headerNames() {
        return List.copyOf(headers.keySet());
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public synchronized void respond(int answered, Map<String, String> sent, byte[] bytes) {
        if (status != 0) {
            throw new IllegalStateException("answered twice");
        }
        status = answered;
        answerHeaders = sent;
        answer = bytes;
        ended.countDown();
    }

    @Override
    public synchronized EventStream openStream(Map<String, String> sent) {
        if (status != 0) {
            throw new IllegalStateException("answered twice");
        }
        status = 200;
        answerHeaders = sent;
        streaming.countDown();
        return this;
    }

    @Override
    public void onGone(Runnable listener) {
        synchronized (this) {
            if (!gone) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }

    @Override
    public synchronized boolean isGone() {
        return gone;
    }

    @Override
    public void send(SentEvent event) throws IOException {
        if (isGone()) {
            throw new IOException("the client is gone");
        }
        events.add(Json.parse(new String(event.data(), StandardCharsets.UTF_8)));
    }

    @Override
    public boolean isOpen() {
        return ended.getCount() > 0 && !isGone();
    }

    @Override
    public void close() {
        ended.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("expected it within 30 s");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
