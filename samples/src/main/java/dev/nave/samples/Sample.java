package dev.nave.samples;

import dev.nave.protocol.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a sample offers, whatever era and wire it is reached through. */
interface Sample {
    String name();

    String instructions();

    List<Tool> tools();

    /** Resources as {@code resources/list} has them. */
    default List<Json> resources() {
        return List.of();
    }

    /** The content of a resource as {@code resources/read} has it; null when there is none of this URI. */
    default @Nullable Json read(String uri) {
        return null;
    }

    default List<Json> prompts() {
        return List.of();
    }

    /** The result of {@code prompts/get}; null when there is no prompt of this name. */
    default @Nullable Json prompt(String name, Json arguments) {
        return null;
    }

    /** Told whom to tell when the list of resources changes. */
    default void onResourcesChanged(Runnable listener) {}

    /** The capabilities a server with these things declares. */
    default Json capabilities() {
        return Json.object()
                .put("tools", Json.EMPTY_OBJECT)
                .put("resources", Json.EMPTY_OBJECT)
                .put("prompts", Json.EMPTY_OBJECT)
                .build();
    }

    default Json info() {
        return Json.object()
                .put("name", "nave-sample-" + name())
                .put("version", "1")
                .build();
    }
}
