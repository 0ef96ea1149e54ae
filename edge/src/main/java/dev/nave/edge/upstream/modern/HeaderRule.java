package dev.nave.edge.upstream.modern;

import dev.nave.protocol.HeaderValue;
import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * One argument of a tool that travels in a header too.
 *
 * @param header its name, as {@code Mcp-Param-Region}
 * @param path the names of the properties that lead to the argument
 */
record HeaderRule(String header, List<String> path) {
    HeaderRule {
        path = List.copyOf(path);
    }

    /** The header's value for these arguments; nothing when the argument is missing, null or nothing a header carries. */
    Optional<String> value(Json arguments) {
        return arguments
                .at(path.toArray(String[]::new))
                .flatMap(HeaderRule::plain)
                .map(HeaderValue::encode);
    }

    private static Optional<String> plain(Json value) {
        return switch (value.kind()) {
            case STRING -> Optional.of(value.text());
            case NUMBER, BOOLEAN -> Optional.of(value.raw());
            case NULL, OBJECT, ARRAY -> Optional.empty();
        };
    }
}
