package dev.nave.clients.table;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Continue: a list whose items say their name, headers among the options of requests. */
record ContinueShape() implements Shape {
    private static final Set<String> KNOWN =
            Set.of("name", "type", "command", "args", "env", "cwd", "url", "requestOptions", "enabled", "disabled");

    @Override
    public Optional<Json> read(Json entry, Dialect dialect, Notes notes) {
        Pieces pieces = new Pieces(entry, dialect, notes);
        pieces.command(entry.member("command"));
        pieces.arguments(entry.member("args"));
        pieces.environment(entry.member("env"));
        pieces.directory(entry.member("cwd"));
        pieces.url(entry.member("url"));
        pieces.sse(entry.string("type").filter("sse"::equals).isPresent());
        pieces.headers(entry.at("requestOptions", "headers"));
        pieces.enabled();
        pieces.leaveOut(KNOWN);
        return pieces.definition();
    }

    @Override
    public Json command(String name, String command, List<String> arguments) {
        return Json.object()
                .put("name", name)
                .put("command", command)
                .put("args", Json.array(arguments.stream().map(Json::of).toList()))
                .build();
    }

    @Override
    public Optional<Json> remote(String name, String url, Json headers) {
        JsonObject entry =
                Json.object().put("name", name).put("type", "streamable-http").put("url", url);
        return Optional.of(
                headers.hasMembers()
                        ? entry.put(
                                        "requestOptions",
                                        Json.object().put("headers", headers).build())
                                .build()
                        : entry.build());
    }
}
