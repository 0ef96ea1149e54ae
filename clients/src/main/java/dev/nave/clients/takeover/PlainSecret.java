package dev.nave.clients.takeover;

import dev.nave.hub.secret.Secret;
import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A secret that stands in a definition in plain text.
 *
 * @param key the key of the definition: {@code env}, {@code headers}, {@code args} or {@code url}
 * @param member the member below it, or the position in a list; empty for {@code url}
 * @param name what to call it in a store: the server, a slash, and what it is
 * @param value the secret alone, without words around it
 */
public record PlainSecret(String key, String member, String name, Secret value) {

    /** Where it stands, for people. */
    public String place() {
        return switch (key) {
            case "args" -> "args[" + member + "]";
            case "url" -> "url";
            default -> key + "." + member;
        };
    }

    /** The name of an environment variable that could hold it. */
    public String variable() {
        return name.substring(name.indexOf('/') + 1)
                .replaceAll("[^A-Za-z0-9_]", "_")
                .replaceAll("^(?=\\d)", "_");
    }

    /** The definition with these words in the place of the secret. */
    public Json replaced(Json definition, String words) {
        Json holder = definition.member(key).orElse(Json.EMPTY_OBJECT);
        Json changed =
                switch (key) {
                    case "url" -> text(holder, words);
                    case "args" -> {
                        List<Json> items = new ArrayList<>(holder.elements());
                        int at = Integer.parseInt(member);
                        items.set(at, text(items.get(at), words));
                        yield Json.array(items);
                    }
                    default ->
                        holder.edit()
                                .put(member, text(holder.member(member).orElseThrow(), words))
                                .build();
                };
        return definition.edit().put(key, changed).build();
    }

    private Json text(Json before, String words) {
        return Json.of(before.text().replace(value.reveal(), words));
    }
}
