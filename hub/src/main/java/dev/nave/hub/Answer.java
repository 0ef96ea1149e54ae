package dev.nave.hub;

import dev.nave.protocol.json.Json;
import org.jspecify.annotations.Nullable;

/** What becomes of a {@link Question}. */
public sealed interface Answer {
    /** The client answered; an elicitation that was declined or cancelled is an answer too. {@code result} is bare. */
    record Answered(Json result) implements Answer {}

    /** The client answered with an error, such as a user who rejects sampling. */
    record Refused(int code, String message, @Nullable Json data) implements Answer {}

    /** The client cannot be asked this: it did not declare the capability, or its revision has no such question. */
    record Unsupported(String reason) implements Answer {}

    /** No answer came: the client went away, the time ran out, or the call was cancelled. */
    record Gone(String reason) implements Answer {}
}
