package dev.nave.edge.upstream.wire;

import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.secret.Values;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpCall;
import dev.nave.transport.http.HttpReply;
import dev.nave.transport.http.HttpSending;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An HTTP endpoint of a server, and how requests to it look on every wire. Safe for many threads. */
public final class Site {
    private static final String BOTH = "application/json, text/event-stream";
    private static final int SNIPPET = 200;

    private final Terms terms;
    private final Target.Remote remote;
    private final Target.Address address;
    private final Map<String, String> headers;
    private final Wires wires;
    private final Optional<String> holder;

    /**
     * Opens nothing yet.
     *
     * @throws IllegalArgumentException when what the references of the target stand for makes no URL or no headers; the
     *     text is for people and shows no value
     */
    public Site(Terms terms, Target.Remote remote, Wires wires) {
        this.terms = terms;
        this.remote = remote;
        this.address = remote.address(terms.values());
        this.headers = headers(remote, terms.values());
        this.wires = wires;
        this.holder = Optional.empty();
    }

    private Site(Site other, Optional<String> holder) {
        this.terms = other.terms;
        this.remote = other.remote;
        this.address = other.address;
        this.headers = other.headers;
        this.wires = other.wires;
        this.holder = holder;
    }

    /** The same, where requests show the credential of this holder; none for the one that all share. */
    public Site heldBy(Optional<String> other) {
        return other.equals(holder) ? this : new Site(this, other);
    }

    public Terms terms() {
        return terms;
    }

    /** The endpoint; may carry secrets, so it is never printed: {@link #place()} is. */
    public URI url() {
        return address.url();
    }

    /** The endpoint as far as it may be shown. */
    public String place() {
        return remote.place();
    }

    public Target.Wire wire() {
        return address.wire();
    }

    public Wires wires() {
        return wires;
    }

    /** A POST of one message. */
    public HttpSending post(URI url, Map<String, String> headers, Message message, Duration head) {
        return post(url, headers, message.toBytes(), head);
    }

    /** A POST of one message, spelled. */
    public HttpSending post(URI url, Map<String, String> headers, byte[] message, Duration head) {
        Map<String, String> all = headers();
        all.putAll(headers);
        all.put("Content-Type", "application/json");
        all.put("Accept", BOTH);
        return open(new HttpCall("POST", url, all, message, terms.wait(Wait.CONNECT), head));
    }

    /** A GET of a stream of events. */
    public HttpSending get(Map<String, String> headers, Duration head) {
        Map<String, String> all = headers();
        all.putAll(headers);
        all.put("Accept", "text/event-stream");
        all.put("Cache-Control", "no-cache");
        return open(new HttpCall("GET", url(), all, new byte[0], terms.wait(Wait.CONNECT), head));
    }

    public HttpSending delete(Map<String, String> headers, Duration head) {
        Map<String, String> all = headers();
        all.putAll(headers);
        return open(new HttpCall("DELETE", url(), all, new byte[0], terms.wait(Wait.CONNECT), head));
    }

    private HttpSending open(HttpCall call) {
        return terms.access().isNone()
                ? wires.open(call)
                : new AdmittedSending(wires, terms.access(), url(), holder, call);
    }

    /** The frames of one text, which some servers write as one message a line (newline-delimited under JSON's type). */
    public List<Frame> frames(byte[] body) {
        Frame whole = Frame.read(body, terms.limits(Bound.RESULT_BYTES));
        if (!(whole instanceof Frame.Malformed)) {
            return whole instanceof Frame.Batch(List<Frame> elements) ? elements : List.of(whole);
        }
        List<Frame> frames = new ArrayList<>();
        // One character a byte: bytes that are no UTF-8 must be refused, not read as other characters.
        for (String line : new String(body, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            if (!line.isBlank()) {
                Frame frame = Frame.read(line.getBytes(StandardCharsets.ISO_8859_1), terms.limits(Bound.RESULT_BYTES));
                if (frame instanceof Frame.Malformed) {
                    return List.of(whole);
                }
                frames.add(frame);
            }
        }
        return frames.isEmpty() ? List.of(whole) : frames;
    }

    /** The whole body of an answer, within the bounds. */
    public byte[] body(HttpReply reply, Duration wait) throws IOException {
        return reply.body(terms.bound(Bound.RESULT_BYTES), wait);
    }

    /** The beginning of a text that is no message, on one line, for a person, with our own secrets hidden. */
    public String snippet(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, SNIPPET), StandardCharsets.UTF_8);
        // Half a character at the end would hide that what stands before it is the beginning of a secret.
        String shown = terms.hiddenIn(text.replaceFirst("\uFFFD+$", ""))
                .replaceAll("\\s+", " ")
                .strip();
        return body.length > SNIPPET ? shown + "…" : shown;
    }

    /** The configured headers, ready to be added to. */
    public Map<String, String> headers() {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        return copy;
    }

    private static Map<String, String> headers(Target.Remote remote, Values values) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        remote.headers().forEach((name, template) -> {
            String value = values.of(template).reveal();
            if (value.chars().anyMatch(character -> (character < 32 && character != '\t') || character == 127)) {
                throw new IllegalArgumentException("The value of the header " + name
                        + " has control characters: is there a line end within what " + template.references()
                        + " stands for?");
            }
            headers.put(name, value);
        });
        return headers;
    }
}
