package dev.nave.samples;

import dev.nave.protocol.json.Json;
import java.util.Optional;

/** A call of a tool while it runs. */
interface Call {
    /** Tells the client how far the call is, if it wants to know. */
    void progress(long done, long total, String message);

    /** Asks the user yes or no; nothing when the client cannot be asked or the user turned away. */
    Optional<Boolean> confirm(String question) throws InterruptedException;

    /** Waits; answers false at once when the client no longer wants the outcome. */
    boolean pause(java.time.Duration span) throws InterruptedException;

    /** The arguments of a confirmation: one box to tick. */
    static Json confirmation(String question) {
        Json box =
                Json.object().put("type", "boolean").put("title", "Yes, go on").build();
        return Json.object()
                .put("mode", "form")
                .put("message", question)
                .put(
                        "requestedSchema",
                        Json.object()
                                .put("type", "object")
                                .put(
                                        "properties",
                                        Json.object().put("confirm", box).build())
                                .put("required", Json.array(java.util.List.of(Json.of("confirm"))))
                                .build())
                .build();
    }
}
