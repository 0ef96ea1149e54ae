package dev.nave.e2e.scripted;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A client over Streamable HTTP, in either era: every request on a connection of its own. Safe for many threads. */
public final class WebClient implements Client {
    private final String url;
    private final Script.Era era;
    private final String key;
    private final String session;
    private final AtomicInteger ids = new AtomicInteger();

    private WebClient(String url, Script.Era era, String key, String session) {
        this.key = key;
        this.url = url;
        this.era = era;
        this.session = session;
    }

    /** A client of this era that can answer no questions; a legacy one opens its session at once. */
    public static WebClient open(String url, Script.Era era) throws IOException {
        WebClient stranger = new WebClient(url, era, "", "");
        return switch (era) {
            case MODERN -> stranger;
            case LEGACY -> stranger.initialize("{}");
        };
    }

    /** A legacy client that declares these capabilities and shows this API key. */
    public static WebClient openLegacy(String url, String capabilities, String key) throws IOException {
        return new WebClient(url, Script.Era.LEGACY, key, "").initialize(capabilities);
    }

    @Override
    public Script.Era era() {
        return era;
    }

    @Override
    public String freshId() {
        return Integer.toString(ids.incrementAndGet());
    }

    /** Sends a message and leaves the answer to the caller, who may hang up. */
    public Post send(byte[] message) throws IOException {
        return send(message, List.of(message));
    }

    /** As {@link #send(byte[])}, with the message cut into these parts. */
    public Post send(byte[] message, List<byte[]> parts) throws IOException {
        return Post.send(url, "POST", headers(Spelled.of(message)), parts);
    }

    /** Sends bytes that may be no message at all, with the headers of a call of this tool. */
    public Post sendRaw(String tool, byte[] body) throws IOException {
        return Post.send(url, "POST", headers(Spelled.of(Messages.call(era, "0", tool, "{}"))), List.of(body));
    }

    /** Comes back for what followed an event of a broken stream; for a legacy client. */
    public Post resume(String lastEventId) throws IOException {
        Map<String, String> headers = common();
        headers.put("Last-Event-ID", lastEventId);
        return Post.send(url, "GET", headers, List.of());
    }

    @Override
    public byte[] exchange(byte[] request) throws IOException {
        try (Post post = send(request)) {
            return post.response();
        }
    }

    /** As {@link #exchange}, with the request cut into these parts. */
    public byte[] exchange(byte[] request, List<byte[]> parts) throws IOException {
        try (Post post = send(request, parts)) {
            return post.response();
        }
    }

    /** Ends the session of a legacy client. */
    @Override
    public void close() throws IOException {
        if (!session.isEmpty()) {
            try (Post delete = Post.send(url, "DELETE", common(), List.of())) {
                delete.status();
            }
        }
    }

    private WebClient initialize(String capabilities) throws IOException {
        try (Post opening = send(Messages.initialize(freshId(), capabilities))) {
            byte[] response = opening.response();
            String given = opening.header("Mcp-Session-Id")
                    .orElseThrow(() -> new IOException("No session was given: " + Spelled.of(response)));
            WebClient known = new WebClient(url, era, key, given);
            try (Post told = known.send(Messages.initialized())) {
                if (told.status() != 202) {
                    throw new IOException("Expected 202 for a notification, got " + told.status());
                }
            }
            return known;
        }
    }

    private Map<String, String> headers(Spelled message) {
        Map<String, String> headers = common();
        headers.put("Content-Type", "application/json");
        if (era == Script.Era.MODERN) {
            headers.put("Mcp-Method", message.string("method").orElse(""));
            message.string("params", "name").ifPresent(name -> headers.put("Mcp-Name", name));
        }
        return headers;
    }

    private Map<String, String> common() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json, text/event-stream");
        if (!key.isEmpty()) {
            headers.put("X-API-Key", key);
        }
        if (era == Script.Era.MODERN) {
            headers.put("MCP-Protocol-Version", Messages.MODERN);
        } else if (!session.isEmpty()) {
            headers.put("MCP-Protocol-Version", Messages.LEGACY);
            headers.put("Mcp-Session-Id", session);
        }
        return headers;
    }
}
