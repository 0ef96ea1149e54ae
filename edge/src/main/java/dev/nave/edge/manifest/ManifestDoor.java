package dev.nave.edge.manifest;

import dev.nave.edge.downstream.Doors;
import dev.nave.edge.downstream.JsonReply;
import dev.nave.hub.Caller;
import dev.nave.hub.Time;
import dev.nave.hub.aggregate.Offered;
import dev.nave.hub.manifest.ManifestWriter;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.HttpHandler;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Publishes the manifest over HTTP, to each caller what that caller sees. Asking again costs nobody anything while nothing
 * has changed: {@code ETag} and {@code Last-Modified} are answered with 304. Safe for many threads.
 */
public final class ManifestDoor implements HttpHandler {
    /** Where it is looked for. */
    public static final String PATH = "/.well-known/mcp/manifest.json";

    /** Editions that are remembered for their dates: of one place two, for administrators and for everybody else. */
    private static final int MOST_EDITIONS = 64;

    private final Doors doors;
    private final Function<Caller, Offered> hub;
    private final ManifestWriter writer;
    private final Optional<URI> place;
    private final Time time;
    // Guarded by itself. Those that were asked for longest ago go first.
    private final Map<View, Edition> editions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<View, Edition> eldest) {
            return size() > MOST_EDITIONS;
        }
    };

    /**
     * @param doors tell who calls
     * @param hub what a caller is offered; may wait for servers that are starting
     * @param place where clients reach the hub; none for what each says itself
     */
    public ManifestDoor(
            Doors doors, Function<Caller, Offered> hub, ManifestWriter writer, Optional<URI> place, Time time) {
        this.doors = doors;
        this.hub = hub;
        this.writer = writer;
        this.place = place;
        this.time = time;
    }

    @Override
    public void handle(HttpExchange http) {
        if (!http.method().equals("GET") && !http.method().equals("HEAD")) {
            JsonReply.send(
                    http,
                    405,
                    Map.of("Allow", "GET, HEAD"),
                    new Message.Failure(
                            null, ErrorCode.INVALID_REQUEST, "Expected GET or HEAD, got " + http.method(), null));
            return;
        }
        doors.admit(http, caller -> answer(http, caller));
    }

    private void answer(HttpExchange http, Caller caller) {
        Instant now = time.now();
        String base = place.map(URI::toString)
                .orElseGet(() -> "http://" + http.header("Host").orElse("localhost"));
        byte[] content = writer.write(hub.apply(caller), base);
        Edition edition = edition(new View(base, caller.isAdmin()), content, now);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", edition.tag());
        headers.put("Last-Modified", edition.lastModified(now));
        headers.put("Cache-Control", "private, no-cache");
        headers.put("Vary", "Authorization, X-API-Key, Host");
        if (edition.isKnownTo(http)) {
            http.respond(304, headers, new byte[0]);
            return;
        }
        headers.put("Content-Type", "application/json");
        http.respond(200, headers, edition.content());
    }

    private Edition edition(View view, byte[] content, Instant now) {
        synchronized (editions) {
            return editions.compute(
                    view, (same, last) -> last == null ? Edition.first(content, now) : last.next(content, now));
        }
    }

    /** All that tells what two callers are shown. */
    private record View(String base, boolean admin) {}
}
