package dev.nave.clients.table;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A server of a client, piece by piece, on the way into Nave's keys. For one thread. */
final class Pieces {
    private final Json entry;
    private final Dialect dialect;
    private final Notes notes;
    private final JsonObject definition = Json.object();
    private final JsonObject environment = Json.object();
    private final JsonObject headers = Json.object();
    private final List<Json> arguments = new ArrayList<>();

    Pieces(Json entry, Dialect dialect, Notes notes) {
        this.entry = entry;
        this.dialect = dialect;
        this.notes = notes;
    }

    void command(Optional<Json> command) {
        command.filter(Json::isString).ifPresent(text -> definition.put("command", translated(text)));
    }

    void arguments(Optional<Json> list) {
        list.map(Json::elements).orElse(List.of()).forEach(item -> arguments.add(translated(item)));
    }

    void environment(Optional<Json> pairs) {
        pairs.ifPresent(object -> object.forEach((name, value) -> environment.put(name, translated(value))));
    }

    void environment(String name, String value) {
        environment.put(name, value);
    }

    void headers(Optional<Json> pairs) {
        pairs.ifPresent(object -> object.forEach((name, value) -> headers.put(name, translated(value))));
    }

    void header(String name, String value) {
        headers.put(name, value);
    }

    void directory(Optional<Json> directory) {
        directory.filter(Json::isString).ifPresent(text -> definition.put("cwd", translated(text)));
    }

    void url(Optional<Json> url) {
        url.filter(Json::isString).ifPresent(text -> definition.put("url", translated(text)));
    }

    /** HTTP+SSE is said, all else Nave finds out by itself. */
    void sse(boolean sse) {
        if (sse) {
            definition.put("transport", "sse");
        }
    }

    /** A switch of either kind. */
    void enabled() {
        boolean off = entry.flag("disabled")
                || entry.member("enabled").filter(value -> !value.isTrue()).isPresent();
        if (off) {
            definition.put("enabled", false);
        }
    }

    /** Notes every key that has no meaning to Nave. */
    void leaveOut(Set<String> known) {
        for (String name : entry.names()) {
            if (!known.contains(name)) {
                notes.add("'" + name + "' is the client's own and is left out.");
            }
        }
    }

    /** Nave's definition; nothing when there is neither a command nor a URL. */
    Optional<Json> definition() {
        Json so = definition.build();
        boolean remote = so.member("url").isPresent();
        if (!remote && !so.member("command").isPresent()) {
            return Optional.empty();
        }
        JsonObject json = Json.object();
        json.putIfPresent("command", remote ? Optional.empty() : so.member("command"));
        if (!remote && !arguments.isEmpty()) {
            json.put("args", Json.array(arguments));
        }
        put(json, "env", environment.build(), !remote);
        json.putIfPresent("cwd", remote ? Optional.empty() : so.member("cwd"));
        json.putIfPresent("url", so.member("url"));
        json.putIfPresent("transport", remote ? so.member("transport") : Optional.empty());
        put(json, "headers", headers.build(), remote);
        json.putIfPresent("enabled", so.member("enabled"));
        return Optional.of(json.build());
    }

    private static void put(JsonObject json, String key, Json pairs, boolean wanted) {
        if (wanted && pairs.hasMembers()) {
            json.put(key, pairs);
        }
    }

    private Json translated(Json value) {
        // Numbers and truths stand for their text, as they do when a process is started.
        return Json.of(dialect.translated(value.isString() ? value.text() : value.raw(), notes));
    }
}
