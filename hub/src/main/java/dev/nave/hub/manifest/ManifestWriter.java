package dev.nave.hub.manifest;

import dev.nave.hub.ListKind;
import dev.nave.hub.aggregate.Offered;
import dev.nave.hub.aggregate.ServerStatus;
import dev.nave.hub.catalog.Entry;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Writes the manifest of a hub: a function of what it offers and where it is reached. The members at the top that speak of
 * one endpoint are what readers of single servers look for.
 */
public final class ManifestWriter {
    private static final String DESCRIPTION = "An MCP hub: the endpoint offers all that is listed here; each of the"
            + " servers is reached alone, under its own names, at its own endpoints.";

    private final Json serverInfo;
    private final int most;

    /**
     * @param serverInfo what the hub calls itself
     * @param most bytes; beyond it the lists are left out, and {@code truncated} says so
     */
    public ManifestWriter(Json serverInfo, int most) {
        this.serverInfo = serverInfo;
        this.most = most;
    }

    /** The JSON Schema (2020-12) of what is written. */
    public static String schema() {
        try (InputStream in =
                Objects.requireNonNull(ManifestWriter.class.getResourceAsStream("manifest.schema.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The document, in UTF-8.
     *
     * @param base where the hub is reached, without a slash at the end, such as {@code https://nave.example.com}
     */
    public byte[] write(Offered offered, String base) {
        byte[] whole = whole(offered, base);
        return whole.length <= most
                ? whole
                : head(offered, base).put("truncated", true).toBytes();
    }

    private byte[] whole(Offered offered, String base) {
        JsonObject manifest = head(offered, base);
        for (ListKind kind : ListKind.values()) {
            manifest.put(kind.member(), entries(offered.of(kind)));
        }
        return manifest.toBytes();
    }

    private JsonObject head(Offered offered, String base) {
        JsonObject manifest = Json.object();
        for (String known : List.of("name", "title", "version")) {
            serverInfo.member(known).ifPresent(value -> manifest.put(known, value));
        }
        List<Json> servers = new ArrayList<>();
        for (ServerStatus server : offered.servers()) {
            servers.add(server(server, base));
        }
        return manifest.put("description", DESCRIPTION)
                .put("endpoint", "/mcp")
                .put("endpointURL", base + "/mcp")
                .put("transport", "streamable-http")
                .put("endpoints", endpoints(base))
                .put("servers", Json.array(servers));
    }

    private static Json server(ServerStatus server, String base) {
        String place = base + "/servers/" + server.name();
        JsonObject json = Json.object().put("name", server.name());
        server.opening().ifPresent(opening -> {
            for (String known : List.of("title", "version", "description")) {
                opening.serverInfo().member(known).filter(Json::isString).ifPresent(value -> json.put(known, value));
            }
        });
        return json.put("transport", "streamable-http")
                .put("url", place + "/mcp")
                .put("endpoints", endpoints(place))
                .build();
    }

    /** One server over all wires, the first choice first. */
    private static Json endpoints(String place) {
        return Json.array(List.of(
                endpoint("streamable-http", place + "/mcp"),
                endpoint("sse", place + "/sse"),
                endpoint("websocket", place.replaceFirst("^http", "ws") + "/ws")));
    }

    private static Json endpoint(String transport, String url) {
        return Json.object().put("transport", transport).put("url", url).build();
    }

    private static Json entries(List<Entry> entries) {
        return Json.array(entries.stream()
                .map(entry -> entry.json().edit().put("server", entry.server()).build())
                .toList());
    }
}
