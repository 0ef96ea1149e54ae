package dev.nave.clients.table;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The spelling that Claude Desktop began with and most follow: {@code command}, {@code args} and {@code env}, or a URL
 * and {@code headers}. They differ in the name of the URL and in the word for Streamable HTTP.
 *
 * @param urlKey how the URL is called; empty when the client only starts programs
 * @param type what {@code type} is for Streamable HTTP; empty when the client does without
 */
record PlainShape(String urlKey, String type) implements Shape {
    private static final Set<String> KNOWN = Set.of(
            "command",
            "args",
            "env",
            "cwd",
            "url",
            "serverUrl",
            "httpUrl",
            "headers",
            "type",
            "transport",
            "disabled",
            "enabled");

    @Override
    public Optional<Json> read(Json entry, Dialect dialect, Notes notes) {
        Pieces pieces = new Pieces(entry, dialect, notes);
        pieces.command(entry.member("command"));
        pieces.arguments(entry.member("args"));
        pieces.environment(entry.member("env"));
        pieces.directory(entry.member("cwd"));
        Optional<Json> http = entry.member("httpUrl").or(() -> entry.member("serverUrl"));
        pieces.url(http.or(() -> entry.member("url")));
        String kind = entry.string("type").or(() -> entry.string("transport")).orElse("");
        // Gemini's url without a word is the older wire: its httpUrl is the newer.
        boolean older = urlKey.equals("httpUrl")
                && http.isEmpty()
                && kind.isEmpty()
                && entry.member("url").isPresent();
        pieces.sse(kind.equals("sse") || older);
        pieces.headers(entry.member("headers"));
        pieces.enabled();
        pieces.leaveOut(KNOWN);
        return pieces.definition();
    }

    @Override
    public Json command(String name, String command, List<String> arguments) {
        JsonObject entry = Json.object();
        if (type.equals("http")) {
            entry.put("type", "stdio");
        }
        return entry.put("command", command)
                .put("args", Json.array(arguments.stream().map(Json::of).toList()))
                .build();
    }

    @Override
    public Optional<Json> remote(String name, String url, Json headers) {
        if (urlKey.isEmpty()) {
            return Optional.empty();
        }
        JsonObject entry = Json.object();
        if (!type.isEmpty()) {
            entry.put("type", type);
        }
        entry.put(urlKey, url);
        return Optional.of(headers.hasMembers() ? entry.put("headers", headers).build() : entry.build());
    }
}
