package dev.nave.clients.table;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Goose: extensions, of which some are its own; secrets are names of what its keyring holds. */
record GooseShape() implements Shape {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9_]+)\\}");
    private static final Set<String> KNOWN = Set.of(
            "type", "name", "cmd", "args", "envs", "env_keys", "uri", "headers", "enabled", "description", "config");

    @Override
    public Optional<Json> read(Json entry, Dialect dialect, Notes notes) {
        Json inner = entry.member("config").filter(Json::isObject).orElse(entry);
        String type = inner.string("type").orElse("");
        if (!Set.of("stdio", "sse", "streamable_http").contains(type)) {
            notes.add("It is of type '" + type + "', which is part of Goose itself.");
            return Optional.empty();
        }
        Pieces pieces = new Pieces(entry, dialect, notes);
        pieces.command(inner.member("cmd"));
        pieces.arguments(inner.member("args"));
        pieces.environment(inner.member("envs"));
        for (Json key : inner.member("env_keys").map(Json::elements).orElse(List.of())) {
            pieces.environment(key.text(), "${env:" + key.text() + "}");
            notes.add("${env:" + key.text() + "} stands for what Goose's keyring holds: set it.");
        }
        pieces.url(inner.member("uri"));
        pieces.sse(type.equals("sse"));
        pieces.headers(inner.member("headers"));
        pieces.enabled();
        pieces.leaveOut(KNOWN);
        return pieces.definition();
    }

    @Override
    public Json command(String name, String command, List<String> arguments) {
        return Json.object()
                .put("name", name)
                .put("type", "stdio")
                .put("cmd", command)
                .put("args", Json.array(arguments.stream().map(Json::of).toList()))
                .put("enabled", true)
                .put("timeout", 300)
                .build();
    }

    @Override
    public Optional<Json> remote(String name, String url, Json headers) {
        JsonObject entry =
                Json.object().put("name", name).put("type", "streamable_http").put("uri", url);
        if (headers.hasMembers()) {
            entry.put("headers", headers);
            // What a header refers to has to be named, or Goose does not look for it.
            List<Json> keys = REFERENCE
                    .matcher(headers.raw())
                    .results()
                    .map(match -> Json.of(match.group(1)))
                    .toList();
            if (!keys.isEmpty()) {
                entry.put("env_keys", Json.array(keys));
            }
        }
        return Optional.of(entry.put("enabled", true).put("timeout", 300).build());
    }
}
