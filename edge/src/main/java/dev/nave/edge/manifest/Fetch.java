package dev.nave.edge.manifest;

import dev.nave.edge.upstream.wire.Wires;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.manifest.Manifest;
import dev.nave.hub.manifest.ManifestReader;
import dev.nave.transport.http.HttpCall;
import dev.nave.transport.http.HttpReply;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Asks a publisher for its manifest, and for no more than whether it is another where it has been seen. */
final class Fetch {
    private final URI url;
    private final Map<String, String> headers;
    private final Wires wires;
    private final Waits waits;
    private final Bounds bounds;

    /**
     * @param headers sent with each request
     */
    Fetch(URI url, Map<String, String> headers, Wires wires, Waits waits, Bounds bounds) {
        this.url = url;
        this.headers = headers;
        this.wires = wires;
        this.waits = waits;
        this.bounds = bounds;
    }

    /** What became of it. */
    sealed interface Outcome {
        record Fresh(Copy copy, Manifest manifest) implements Outcome {}

        /** It is the one that is known. */
        record Same() implements Outcome {}

        /**
         * @param reason to follow "it ", for people
         * @param lasting whether only another configuration can help
         */
        record Failed(String reason, boolean lasting) implements Outcome {}
    }

    /** Blocks, within the waits for a connection and, twice, for a list. */
    Outcome since(Optional<Copy> known, Instant now) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        all.put("Accept", "application/json");
        known.flatMap(Copy::tag).ifPresent(tag -> all.put("If-None-Match", tag));
        known.flatMap(Copy::modified).ifPresent(date -> all.put("If-Modified-Since", date));
        HttpCall call = new HttpCall("GET", url, all, new byte[0], waits.get(Wait.CONNECT), waits.get(Wait.LIST));
        try (HttpReply reply = wires.open(call).reply()) {
            return outcome(reply, known, now);
        } catch (IOException e) {
            return new Outcome.Failed("cannot be fetched: " + e.getMessage(), false);
        }
    }

    private Outcome outcome(HttpReply reply, Optional<Copy> known, Instant now) throws IOException {
        int status = reply.status();
        if (status == 304 && known.isPresent()) {
            return new Outcome.Same();
        }
        if (status != 200) {
            return failed(status);
        }
        byte[] text = reply.body(bounds.get(Bound.MANIFEST_BYTES), waits.get(Wait.LIST));
        return switch (ManifestReader.read(text, url, bounds.get(Bound.MANIFEST_SERVERS))) {
            case Manifest.Reading.Senseless(String reason) -> new Outcome.Failed(reason, false);
            case Manifest.Reading.Understood(Manifest manifest) ->
                new Outcome.Fresh(
                        new Copy(text, validator(reply, "ETag"), validator(reply, "Last-Modified"), now), manifest);
        };
    }

    /** One that is of no reasonable length, or could not be sent back, is none. */
    private static Optional<String> validator(HttpReply reply, String name) {
        return reply.header(name)
                .filter(value -> value.length() <= 1_000
                        && value.chars().allMatch(character -> character >= 32 && character != 127));
    }

    private static Outcome failed(int status) {
        return switch (status) {
            case 401, 403 ->
                new Outcome.Failed(
                        "is refused with these credentials (HTTP " + status + "): give a key, or headers", true);
            case 301, 302, 303, 307, 308 ->
                new Outcome.Failed("is elsewhere (HTTP " + status + "): give the URL it redirects to", true);
            case 404, 410 -> new Outcome.Failed("is not there (HTTP " + status + "): check its URL", false);
            default -> new Outcome.Failed("was answered with HTTP " + status, false);
        };
    }
}
