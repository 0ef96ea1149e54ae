package dev.nave.edge.replica;

import dev.nave.protocol.json.Json;
import dev.nave.transport.http.EventStream;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.SentEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's HTTP request as it arrived from another node, for the doors to answer. The answer travels as events: its
 * status and headers, then its body or each of its own events, then a word that it has ended in order.
 */
final class ParcelExchange implements HttpExchange {
    static final String BARE = "bare";
    static final String ANSWER = "answer";
    static final String STREAM = "stream";
    static final String BODY = "body";
    static final String EVENT = "event";
    static final String END = "end";

    private static final Logger LOG = LoggerFactory.getLogger(ParcelExchange.class);

    private final HttpExchange between;
    private final Parcel parcel;
    private final EventStream events;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** @param between the request of the other node, whose answer is {@code events} */
    ParcelExchange(HttpExchange between, Parcel parcel, EventStream events) {
        this.between = between;
        this.parcel = parcel;
        this.events = events;
        this.headers.putAll(parcel.headers());
    }

    @Override
    public String method() {
        return parcel.method();
    }

    @Override
    public String path() {
        return parcel.path();
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.ofNullable(parcel.query().get(name));
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
        return parcel.body();
    }

    @Override
    public boolean isLocal() {
        return parcel.local();
    }

    @Override
    public void respond(int status, Map<String, String> sent, byte[] body) {
        try (events) {
            if (body.length == 0) {
                events.send(event(BARE, status, sent)); // An event without data is none.
                return;
            }
            events.send(event(ANSWER, status, sent));
            events.send(new SentEvent(null, BODY, null, body));
        } catch (IOException e) {
            LOG.debug("Another node went before it was answered: {}", e.getMessage());
        }
    }

    @Override
    public EventStream openStream(Map<String, String> sent) {
        try {
            events.send(event(STREAM, 200, sent));
        } catch (IOException e) {
            LOG.debug("Another node went before it was answered: {}", e.getMessage());
        }
        return new Inner();
    }

    private static SentEvent event(String name, int status, Map<String, String> headers) {
        Json head = Json.object()
                .put("status", status)
                .put("headers", Parcel.pairs(headers))
                .build();
        return new SentEvent(null, name, null, head.toLine());
    }

    @Override
    public void onGone(Runnable listener) {
        between.onGone(listener);
    }

    @Override
    public boolean isGone() {
        return between.isGone();
    }

    /** The client's stream, inside that of the other node. */
    private final class Inner implements EventStream {
        @Override
        public void send(SentEvent event) throws IOException {
            String name = event.name() == null ? EVENT : EVENT + ":" + event.name();
            events.send(new SentEvent(event.id(), name, event.retry(), event.data()));
        }

        @Override
        public boolean isOpen() {
            return events.isOpen();
        }

        @Override
        public void close() {
            if (events.isOpen()) {
                try {
                    events.send(new SentEvent(null, END, null, new byte[] {'-'}));
                } catch (IOException e) {
                    LOG.debug("Another node went before it was told of the end: {}", e.getMessage());
                }
            }
            events.close();
        }
    }
}
