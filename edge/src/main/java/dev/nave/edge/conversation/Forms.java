package dev.nave.edge.conversation;

import dev.nave.protocol.json.Json;
import java.util.Optional;

/** Port: checks what a user filled into a form. */
@FunctionalInterface
public interface Forms {
    /** What is wrong with the content under this schema, for people; nothing when it is valid. */
    Optional<String> problem(Json requestedSchema, Json content);
}
