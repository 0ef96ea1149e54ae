package dev.nave.hub.manifest;

import dev.nave.hub.configuration.Headers;
import dev.nave.hub.configuration.Target.Wire;
import dev.nave.hub.manifest.Manifest.Listed;
import dev.nave.hub.manifest.Manifest.Reading;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonException;
import dev.nave.protocol.json.JsonLimits;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads manifests: Nave's own, and what others publish under that name. Servers are a list or a mapping by name, below
 * {@code servers} or {@code mcpServers}, or the whole document; one without servers that names its own endpoint is one
 * server. Of several endpoints of a server the best wire is taken.
 *
 * <p>Everything is bounded by the document's size, which is the caller's to bound, and by the number of servers.
 */
public final class ManifestReader {
    private static final int LONGEST_NAME = 200;
    private static final int MOST_HEADERS = 32;
    private static final int LONGEST_HEADER = 8 << 10;
    private static final int MOST_FLAWS = 20;

    private static final List<String> LISTS = List.of("servers", "mcpServers");
    private static final List<String> URLS =
            List.of("url", "endpointURL", "endpointUrl", "serverUrl", "httpUrl", "endpoint", "sseUrl", "wsUrl");
    private static final List<String> MANY = List.of("endpoints", "remotes", "transports");
    /** Where the wire is said: a word, or an object that has it and the URL. */
    private static final List<String> WIRES = List.of("transport", "type", "transport_type");

    private final URI place;
    private final int most;
    private final List<Listed> servers = new ArrayList<>();
    private final List<String> flaws = new ArrayList<>();
    private int left;

    private ManifestReader(URI place, int most) {
        this.place = place;
        this.most = most;
    }

    /**
     * Reads one.
     *
     * @param place where it was found: what relative URLs start from
     * @param most servers that are taken from it
     */
    public static Reading read(byte[] text, URI place, int most) {
        Json document;
        try {
            document = Json.parse(text, new JsonLimits(Math.max(1, text.length), 64, 1 << 20, 100));
        } catch (JsonException e) {
            return new Reading.Senseless("is not JSON: " + e.getMessage());
        }
        return new ManifestReader(place, most).read(document);
    }

    private Reading read(Json document) {
        Optional<Json> list = document.isArray() ? Optional.of(document) : list(document);
        if (list.isPresent()) {
            entries(list.get());
        } else if (document.isObject() && target(document).isPresent()) {
            entry(document.string("name").orElse("server"), document);
        } else {
            return new Reading.Senseless(
                    "lists no servers: expected a list or a mapping 'servers', or an 'endpointURL'");
        }
        if (left > 0) {
            flaws.add(left + " servers beyond the first " + most + " are left out: raise bounds.manifestServers.");
        }
        return new Reading.Understood(new Manifest(servers, flaws));
    }

    private static Optional<Json> list(Json document) {
        return LISTS.stream()
                .map(document::find)
                .filter(found -> found != null && (found.isArray() || found.isObject()))
                .findFirst();
    }

    private void entries(Json list) {
        if (list.isObject()) {
            list.forEach((name, entry) -> entry(name, entry));
            return;
        }
        for (Json entry : list.elements()) {
            // The registry's answers wrap each.
            Json server = entry.member("server").filter(Json::isObject).orElse(entry);
            entry(name(server), server);
        }
    }

    private static String name(Json server) {
        return List.of("name", "id", "alias", "server").stream()
                .flatMap(key -> server.string(key).stream())
                .findFirst()
                .orElse("");
    }

    private void entry(String name, Json entry) {
        if (servers.size() >= most) {
            left++;
            return;
        }
        String shown = "server '" + shown(name) + "' ";
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            flaw("a server without a name of 1 to " + LONGEST_NAME + " characters is left out");
            return;
        }
        if (entry.flag("disabled") || (entry.find("enabled") != null && !entry.flag("enabled"))) {
            return;
        }
        Optional<Place> found = entry.isString() ? Optional.of(new Place(entry.text(), "", entry)) : target(entry);
        if (found.isEmpty()) {
            boolean program = entry.find("command") != null;
            flaw(shown
                    + (program
                            ? "is a program to start, which is not done for a manifest from elsewhere"
                            : "has no URL"));
            return;
        }
        Optional<URI> url = url(found.get().url);
        if (url.isEmpty()) {
            flaw(shown + "has no URL of http, https, ws or wss");
            return;
        }
        try {
            servers.add(new Listed(
                    name, url.get(), wire(url.get(), found.get().wire), headers(shown, entry, found.get().where)));
        } catch (IllegalArgumentException e) {
            flaw(shown + "is reached by '" + shown(found.get().wire) + "', which is not known here");
        }
    }

    /** Where a server is: what it says of all its wires, the best first, else of itself. */
    private static Optional<Place> target(Json entry) {
        if (!entry.isObject()) {
            return Optional.empty();
        }
        List<Place> places = new ArrayList<>();
        for (String key : MANY) {
            Json many = entry.find(key);
            if (many != null && many.isArray()) {
                many.elements().stream().filter(Json::isObject).forEach(one -> direct(one)
                        .ifPresent(places::add));
            } else if (many != null && many.isObject()) {
                many.forEach((wire, one) -> {
                    if (one.isString()) {
                        places.add(new Place(one.text(), wire, entry));
                    }
                });
            }
        }
        Optional<Place> own = direct(entry);
        if (own.isPresent() && !own.get().wire.isEmpty()) {
            return own;
        }
        return places.stream()
                .filter(place -> rank(place.wire) >= 0)
                .min((one, other) -> Integer.compare(rank(one.wire), rank(other.wire)))
                .or(() -> own);
    }

    private static Optional<Place> direct(Json entry) {
        String wire = "";
        for (String key : WIRES) {
            Json said = entry.find(key);
            if (said != null && said.isObject()) {
                return direct(said);
            }
            if (said != null && said.isString() && wire.isEmpty()) {
                wire = said.text();
            }
        }
        for (String key : URLS) {
            Json url = entry.find(key);
            if (url != null && url.isString()) {
                String told = key.equals("sseUrl") ? "sse" : key.equals("wsUrl") ? "websocket" : wire;
                return Optional.of(new Place(url.text(), told, entry));
            }
        }
        return Optional.empty();
    }

    private static int rank(String wire) {
        return switch (word(wire)) {
            case "streamablehttp", "http", "mcp" -> 0;
            case "", "auto" -> 1;
            case "websocket", "ws", "wss" -> 2;
            case "sse", "httpsse" -> 3;
            default -> -1;
        };
    }

    private static Wire wire(URI url, String said) {
        if (url.getScheme().startsWith("ws")) {
            return Wire.WEBSOCKET;
        }
        return switch (rank(said)) {
            case 0 -> Wire.HTTP;
            case 3 -> Wire.SSE;
            case 1 -> Wire.AUTO;
            default -> throw new IllegalArgumentException(said);
        };
    }

    private static String word(String wire) {
        return wire.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    private Optional<URI> url(String text) {
        try {
            URI url = place.resolve(new URI(text.strip()));
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            boolean known = List.of("http", "https", "ws", "wss").contains(scheme);
            return known && url.getHost() != null && url.getRawUserInfo() == null ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What all of a server's endpoints want, and what this one wants: a mapping, or a list of names and values. */
    private Map<String, String> headers(String shown, Json entry, Json where) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Json from : new LinkedHashSet<>(List.of(entry, where))) {
            Json given = from.find("headers");
            if (given != null && given.isObject()) {
                given.forEach((name, value) -> header(shown, headers, name, value));
            } else if (given != null && given.isArray()) {
                for (Json one : given.elements()) {
                    one.member("value")
                            .ifPresent(value ->
                                    header(shown, headers, one.string("name").orElse(""), value));
                }
            }
        }
        return headers;
    }

    private void header(String shown, Map<String, String> headers, String name, Json value) {
        boolean usable = Headers.mayBeSet(name)
                && value.isString()
                && Headers.isValue(value.text())
                && value.text().length() <= LONGEST_HEADER;
        if (!usable || headers.size() >= MOST_HEADERS) {
            flaw(shown + "wants a header '" + shown(name) + "' that cannot be sent");
        } else if (value.text().contains("${") || value.text().matches("\\{[^{}]*\\}")) {
            // Somebody else's document must not learn what stands in this machine's environment.
            flaw(shown + "wants a header '" + name + "' that refers to a value: set it for this server");
        } else {
            headers.put(name, value.text());
        }
    }

    private void flaw(String text) {
        if (flaws.size() < MOST_FLAWS) {
            flaws.add(text);
        }
    }

    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 60 ? line : line.substring(0, 60) + "…";
    }

    /**
     * @param where what says so, which may want headers
     */
    private record Place(String url, String wire, Json where) {}
}
