package dev.nave.clients.table;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** opencode: the program and its arguments in one list, and words of its own for the rest. */
record OpencodeShape() implements Shape {
    private static final Set<String> KNOWN =
            Set.of("type", "command", "environment", "cwd", "url", "headers", "enabled", "disabled");

    @Override
    public Optional<Json> read(Json entry, Dialect dialect, Notes notes) {
        Pieces pieces = new Pieces(entry, dialect, notes);
        List<Json> words = entry.member("command").map(Json::elements).orElse(List.of());
        pieces.command(words.stream().findFirst());
        pieces.arguments(words.isEmpty() ? Optional.empty() : Optional.of(Json.array(words.subList(1, words.size()))));
        pieces.environment(entry.member("environment"));
        pieces.directory(entry.member("cwd"));
        pieces.url(entry.member("url"));
        pieces.headers(entry.member("headers"));
        pieces.enabled();
        pieces.leaveOut(KNOWN);
        return pieces.definition();
    }

    @Override
    public Json command(String name, String command, List<String> arguments) {
        List<Json> words = new ArrayList<>(List.of(Json.of(command)));
        arguments.forEach(argument -> words.add(Json.of(argument)));
        return Json.object()
                .put("type", "local")
                .put("command", Json.array(words))
                .build();
    }

    @Override
    public Optional<Json> remote(String name, String url, Json headers) {
        JsonObject entry = Json.object().put("type", "remote").put("url", url);
        return Optional.of(headers.hasMembers() ? entry.put("headers", headers).build() : entry.build());
    }
}
