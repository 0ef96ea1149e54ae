package dev.nave.edge.downstream.legacy;

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
final class FakeHttp implements HttpExchange, EventStream {
    static final int PATIENCE = 30;

    private final String method;
    private final String path;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final byte[] body;
    private final List<Runnable> listeners = new ArrayList<>();
    private final LinkedBlockingQueue<SentEvent> events = new LinkedBlockingQueue<>();
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private Optional<String> query = Optional.empty();
    private Map<String, String> answerHeaders = Map.of();
    private int status;
    private byte @Nullable [] answer;
    private boolean streaming;
    private boolean gone;

    FakeHttp(String method, String path, String body) {
        this.method = method;
        this.path = path;
        this.body = body.getBytes(StandardCharsets.UTF_8);
        headers.put("Accept", "application/json, text/event-stream");
    }

    FakeHttp with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    FakeHttp withQuery(String session) {
        query = Optional.of(session);
        return this;
    }

    /** The client goes away. */
    void leave() {
        List<Runnable> told;
        synchronized (this) {
            gone = true;
            told = List.copyOf(listeners);
        }
        told.forEach(Runnable::run);
        ended.countDown();
    }

    /** Waits until there is a status. */
    int status() {
        await(answered);
        synchronized (this) {
            return status;
        }
    }

    boolean isStream() {
        await(answered);
        synchronized (this) {
            return streaming;
        }
    }

    String answerHeader(String name) {
        await(answered);
        synchronized (this) {
            return answerHeaders.getOrDefault(name, "none");
        }
    }

    /** Waits for the JSON answer. */
    Json answer() {
        await(answered);
        synchronized (this) {
            if (answer == null || answer.length == 0) {
                throw new AssertionError("expected a JSON answer, got " + (streaming ? "a stream" : "nothing"));
            }
            return Json.parse(new String(answer, StandardCharsets.UTF_8));
        }
    }

    /** Waits for the next event that carries a message. */
    Json next() {
        SentEvent event = nextEvent();
        while (event.data().length == 0) {
            event = nextEvent();
        }
        return Json.parse(text(event));
    }

    SentEvent nextEvent() {
        try {
            SentEvent event = events.poll(PATIENCE, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("expected an event within " + PATIENCE + " s");
            }
            return event;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for the end, then answers all messages not looked at yet. */
    List<Json> rest() {
        awaitEnd();
        List<SentEvent> left = new ArrayList<>();
        events.drainTo(left);
        return left.stream()
                .filter(event -> event.data().length > 0)
                .map(event -> Json.parse(text(event)))
                .toList();
    }

    void awaitEnd() {
        await(ended);
    }

    static String text(SentEvent event) {
        return new String(event.data(), StandardCharsets.UTF_8);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Optional<String> query(String name) {
        return query;
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    @Override
    public List<String> headers(String name) {
        return header(name).stream().toList();
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
    public synchronized void respond(int with, Map<String, String> sent, byte[] bytes) {
        claim(with, sent);
        answer = bytes;
        answered.countDown();
        ended.countDown();
    }

    @Override
    public synchronized EventStream openStream(Map<String, String> sent) {
        claim(200, sent);
        streaming = true;
        answered.countDown();
        return this;
    }

    private void claim(int with, Map<String, String> sent) {
        if (status != 0) {
            throw new IllegalStateException("answered twice");
        }
        status = with;
        answerHeaders = sent;
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
        events.add(event);
    }

    @Override
    public boolean isOpen() {
        return ended.getCount() > 0;
    }

    @Override
    public void close() {
        ended.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE, TimeUnit.SECONDS)) {
                throw new AssertionError("expected it within " + PATIENCE + " s");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
