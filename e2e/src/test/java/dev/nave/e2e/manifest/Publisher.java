package dev.nave.e2e.manifest;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Publishes a manifest that the test writes, or misbehaves as the test says, and notes who asked with what. */
final class Publisher implements AutoCloseable {
    private static final ZonedDateTime DATE = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private final HttpServer server;
    // Guarded by this.
    private final List<Headers> asked = new ArrayList<>();
    private final List<Integer> answered = new ArrayList<>();
    private String manifest = "{\"servers\":[]}";
    private Mood mood = Mood.GOOD;
    private int edition;

    /** How it answers. */
    enum Mood {
        GOOD,
        /** As good, with a date and no tag. */
        DATED,
        JUNK,
        /** JSON that lists no servers. */
        SHAPELESS,
        /** A redirect to an address of a private network. */
        ELSEWHERE,
        /** Ends in the middle. */
        CUT,
        BROKEN,
        ENDLESS
    }

    Publisher() throws IOException {
        this(0);
    }

    Publisher(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/.well-known/mcp/manifest.json";
    }

    /** Publishes this from now on. */
    synchronized void publish(String text) {
        publish(text, Mood.GOOD);
    }

    synchronized void publish(String text, Mood as) {
        manifest = text;
        edition++;
        mood = as;
    }

    synchronized void become(Mood other) {
        mood = other;
        answered.clear();
    }

    /** The headers of all requests so far. */
    synchronized List<Headers> asked() {
        return List.copyOf(asked);
    }

    /** The statuses of all answers since the mood changed last. */
    synchronized boolean answered(Predicate<List<Integer>> so) {
        return so.test(List.copyOf(answered));
    }

    private void answer(HttpExchange http) throws IOException {
        try (http) {
            Mood now;
            String text;
            String tag;
            synchronized (this) {
                asked.add(http.getRequestHeaders());
                now = mood;
                text = manifest;
                tag = "\"" + edition + "\"";
            }
            switch (now) {
                case GOOD -> good(http, text, tag);
                case DATED -> dated(http, text, DATE.plusSeconds(Integer.parseInt(tag.replace("\"", ""))));
                case SHAPELESS -> send(http, 200, "{\"tools\": [1, 2, 3]}");
                case ELSEWHERE -> {
                    http.getResponseHeaders().add("Location", "http://169.254.169.254/latest/meta-data");
                    send(http, 302, "");
                }
                case CUT -> cut(http, text);
                case JUNK -> send(http, 200, "<html>not today</html>");
                case BROKEN -> send(http, 500, "out of order");
                case ENDLESS -> endless(http);
            }
        }
    }

    private void good(HttpExchange http, String text, String tag) throws IOException {
        http.getResponseHeaders().add("ETag", tag);
        if (tag.equals(http.getRequestHeaders().getFirst("If-None-Match"))) {
            note(304);
            http.sendResponseHeaders(304, -1);
            return;
        }
        send(http, 200, text);
    }

    private void dated(HttpExchange http, String text, ZonedDateTime since) throws IOException {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(since);
        http.getResponseHeaders().add("Last-Modified", date);
        if (date.equals(http.getRequestHeaders().getFirst("If-Modified-Since"))) {
            note(304);
            http.sendResponseHeaders(304, -1);
            return;
        }
        send(http, 200, text);
    }

    private void cut(HttpExchange http, String text) throws IOException {
        http.sendResponseHeaders(200, text.length() + 100L);
        http.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        note(200);
    }

    private void send(HttpExchange http, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        http.sendResponseHeaders(status, body.length);
        http.getResponseBody().write(body);
        note(status);
    }

    private void endless(HttpExchange http) throws IOException {
        http.sendResponseHeaders(200, 0);
        byte[] much = "{\"servers\": [                                  "
                .repeat(1_000)
                .getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = http.getResponseBody()) {
            while (true) {
                out.write(much);
            }
        } catch (IOException enough) {
            note(200);
            throw enough;
        }
    }

    private synchronized void note(int status) {
        answered.add(status);
    }

    /** Is there no more, before the test is over. */
    void leave() {
        server.stop(0);
    }

    @Override
    public void close() {
        leave();
    }
}
