package dev.nave.edge.replica;

import dev.nave.protocol.json.Json;
import dev.nave.transport.http.EventStream;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.SentEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One HTTP request in memory: both ends of it, and its connection, which either end or the network can break. */
public final class MemoryExchange implements HttpExchange, EventStream {
    private static final int NOTICE_NANOS = 4_000_000;

    private final String method;
    private final String path;
    private final byte[] body;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    // All below is guarded by this.
    private final Map<String, String> query = new TreeMap<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private final Deque<SentEvent> events = new ArrayDeque<>();
    private final Map<String, String> answerHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private int status;
    private String lastEventId = "";
    private byte @Nullable [] answer;
    private boolean ended;
    private boolean gone;
    private boolean torn;

    public MemoryExchange(String method, String path, byte[] body) {
        this.method = method;
        this.path = path;
        this.body = body.clone();
    }

    public MemoryExchange with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public synchronized MemoryExchange withQuery(String name, String value) {
        query.put(name, value);
        return this;
    }

    // The client's end.

    /** The client closes its end. */
    public void leave() {
        end(false);
    }

    /** The connection breaks for both ends. */
    public void tear() {
        end(true);
    }

    private void end(boolean breaks) {
        List<Runnable> told;
        synchronized (this) {
            torn |= breaks && !ended;
            if (gone || ended) {
                notifyAll();
                return;
            }
            gone = true;
            told = List.copyOf(listeners);
            notifyAll();
        }
        // As on the wire, who writes may notice before who listens is told.
        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(NOTICE_NANOS));
        told.forEach(Runnable::run);
    }

    /** Waits for a status. */
    public synchronized void awaitHead() throws IOException {
        await(() -> status != 0);
    }

    /** Whether the answer has ended. */
    synchronized boolean isOver() {
        return ended;
    }

    public synchronized int status() {
        return status;
    }

    public synchronized Optional<String> answerHeader(String name) {
        return Optional.ofNullable(answerHeaders.get(name));
    }

    public synchronized boolean isStream() {
        return status != 0 && answer == null;
    }

    /** The body of an answer that is no stream. */
    public synchronized byte[] answer() {
        byte[] bytes = answer;
        return bytes == null ? new byte[0] : bytes;
    }

    /** The next event; null at the end. */
    public synchronized @Nullable SentEvent nextEvent() throws IOException {
        await(() -> ended || !events.isEmpty());
        SentEvent event = events.poll();
        String id = event == null ? null : event.id();
        lastEventId = id == null ? lastEventId : id;
        return event;
    }

    /** Where a client may come back to; empty when no event had an id. */
    public synchronized String lastEventId() {
        return lastEventId;
    }

    /** An exchange that is over already, with this answer; a JSON null when it broke. */
    static MemoryExchange answered(Json answer) {
        MemoryExchange over = new MemoryExchange("POST", "/mcp", new byte[0]);
        if (answer.isNull()) {
            over.tear();
        } else {
            over.respond(200, Map.of(), answer.toBytes());
        }
        return over;
    }

    private synchronized void await(BooleanSupplier there) throws IOException {
        try {
            while (!torn && !gone && !there.getAsBoolean()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (torn || gone) {
            throw new IOException("the connection broke");
        }
    }

    // The server's end.

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public synchronized Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
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
        return body.clone();
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public synchronized void respond(int with, Map<String, String> sent, byte[] bytes) {
        claim(with, sent);
        answer = bytes.clone();
        ended = true;
        notifyAll();
    }

    @Override
    public synchronized EventStream openStream(Map<String, String> sent) {
        claim(200, sent);
        notifyAll();
        return this;
    }

    private void claim(int with, Map<String, String> sent) {
        if (status != 0) {
            throw new IllegalStateException("answered twice");
        }
        status = with;
        answerHeaders.putAll(sent);
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
    public synchronized void send(SentEvent event) throws IOException {
        if (gone) {
            throw new IOException("the client is gone");
        }
        if (ended) {
            throw new IOException("the stream has ended");
        }
        if (event.data().length > 0 || event.id() != null || event.retry() != null) {
            events.add(event); // As on the wire: an event of nothing is none.
            notifyAll();
        }
    }

    @Override
    public synchronized boolean isOpen() {
        return !ended && !gone;
    }

    @Override
    public synchronized void close() {
        ended = true;
        notifyAll();
    }
}
