package dev.nave.app.ask;

import dev.nave.app.cli.CommandFailure;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonException;
import dev.nave.protocol.json.JsonObject;
import java.util.List;

/** Arguments of a tool or a prompt as people type them: one JSON object, or {@code name=text} and {@code name:=json}. */
final class Arguments {
    private Arguments() {}

    static Json parse(List<String> words) {
        if (words.size() == 1 && words.getFirst().stripLeading().startsWith("{")) {
            return json(words.getFirst());
        }
        JsonObject object = Json.object();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw CommandFailure.wrong(
                        "Expected arguments as one JSON object, or name=text and name:=json, got '" + word + "'.");
            }
            boolean typed = word.charAt(equals - 1) == ':';
            String name = word.substring(0, typed ? equals - 1 : equals);
            String value = word.substring(equals + 1);
            object.put(name, typed ? json(value) : Json.of(value));
        }
        return object.build();
    }

    private static Json json(String text) {
        try {
            return Json.parse(text);
        } catch (JsonException e) {
            throw CommandFailure.wrong("Expected JSON, got '" + text + "': " + e.getMessage());
        }
    }
}
