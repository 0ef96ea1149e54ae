package dev.nave.clients.table;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Zed: programs say that they are the user's own; older files nest the command; extensions bring servers of theirs. */
record ZedShape() implements Shape {
    private static final Set<String> KNOWN = Set.of("source", "command", "args", "env", "url", "headers", "enabled");

    @Override
    public Optional<Json> read(Json entry, Dialect dialect, Notes notes) {
        if (entry.string("source").filter("extension"::equals).isPresent()) {
            notes.add("An extension of the editor brings it, which Nave cannot start.");
            return Optional.empty();
        }
        Pieces pieces = new Pieces(entry, dialect, notes);
        Json command = entry.member("command").filter(Json::isObject).orElse(entry);
        pieces.command(command.member("path").or(() -> command.member("command")));
        pieces.arguments(command.member("args"));
        pieces.environment(command.member("env"));
        pieces.url(entry.member("url"));
        pieces.headers(entry.member("headers"));
        pieces.enabled();
        pieces.leaveOut(KNOWN);
        return pieces.definition();
    }

    @Override
    public Json command(String name, String command, List<String> arguments) {
        return Json.object()
                .put("source", "custom")
                .put("command", command)
                .put("args", Json.array(arguments.stream().map(Json::of).toList()))
                .put("env", Json.EMPTY_OBJECT)
                .build();
    }

    @Override
    public Optional<Json> remote(String name, String url, Json headers) {
        JsonObject entry = Json.object().put("url", url);
        return Optional.of(headers.hasMembers() ? entry.put("headers", headers).build() : entry.build());
    }
}
