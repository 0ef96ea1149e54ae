package dev.nave.protocol.projection;

import dev.nave.protocol.json.Json;

/** A question or an answer in the form of another revision, if it has one there. */
public sealed interface ProjectedQuestion {
    /** {@code value} is what to send: the params of the question, or the result that answers it. */
    record Possible(Json value) implements ProjectedQuestion {}

    /** The revision cannot say this; {@code reason} is for people. */
    record Impossible(String reason) implements ProjectedQuestion {}
}
