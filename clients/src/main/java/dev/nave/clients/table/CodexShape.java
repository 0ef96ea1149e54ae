package dev.nave.clients.table;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Codex: names of environment variables in keys of their own, in place of words in texts. */
record CodexShape() implements Shape {
    private static final Set<String> KNOWN = Set.of(
            "command",
            "args",
            "env",
            "env_vars",
            "cwd",
            "url",
            "bearer_token_env_var",
            "http_headers",
            "env_http_headers",
            "enabled",
            "required",
            "name");

    @Override
    public Optional<Json> read(Json entry, Dialect dialect, Notes notes) {
        Pieces pieces = new Pieces(entry, dialect, notes);
        pieces.command(entry.member("command"));
        pieces.arguments(entry.member("args"));
        pieces.environment(entry.member("env"));
        for (Json variable : entry.member("env_vars").map(Json::elements).orElse(List.of())) {
            String name = variable.isString()
                    ? variable.text()
                    : variable.string("name").orElse("");
            pieces.environment(name, "${env:" + name + "}");
        }
        pieces.directory(entry.member("cwd"));
        pieces.url(entry.member("url"));
        pieces.headers(entry.member("http_headers"));
        entry.member("env_http_headers")
                .ifPresent(headers ->
                        headers.forEach((name, variable) -> pieces.header(name, "${env:" + variable.text() + "}")));
        entry.string("bearer_token_env_var")
                .ifPresent(variable -> pieces.header("Authorization", "Bearer ${env:" + variable + "}"));
        pieces.enabled();
        pieces.leaveOut(KNOWN);
        return pieces.definition();
    }

    @Override
    public Json command(String name, String command, List<String> arguments) {
        return Json.object()
                .put("command", command)
                .put("args", Json.array(arguments.stream().map(Json::of).toList()))
                .build();
    }

    @Override
    public Optional<Json> remote(String name, String url, Json headers) {
        JsonObject entry = Json.object().put("url", url);
        JsonObject literal = Json.object();
        headers.forEach((header, value) -> {
            String text = value.text();
            if (header.equals("Authorization") && text.startsWith("Bearer ${")) {
                entry.put("bearer_token_env_var", text.substring("Bearer ${".length(), text.length() - 1));
            } else {
                literal.put(header, value);
            }
        });
        Json rest = literal.build();
        return Optional.of(rest.hasMembers() ? entry.put("http_headers", rest).build() : entry.build());
    }
}
