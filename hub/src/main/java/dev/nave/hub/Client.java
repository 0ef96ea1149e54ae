package dev.nave.hub;

import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;

/**
 * The client of a call.
 *
 * @param revision what it speaks
 * @param info its {@code clientInfo}, an object; empty when it gave none
 * @param capabilities what it declared for this call, an object, as spelled
 */
public record Client(Revision revision, Json info, Json capabilities) {
    public boolean hasSampling() {
        return capabilities.find("sampling") != null;
    }

    public boolean hasRoots() {
        return capabilities.find("roots") != null;
    }

    /** Form elicitation; {@code elicitation: {}} means form only (2025-11-25, client/elicitation). */
    public boolean hasForms() {
        Json elicitation = capabilities.find("elicitation");
        return elicitation != null && (elicitation.find("form") != null || elicitation.find("url") == null);
    }

    public boolean hasUrls() {
        return capabilities.at("elicitation", "url").isPresent();
    }

    public boolean hasExtension(String name) {
        return capabilities.at("extensions", name).isPresent();
    }

    /** Whether the client declared what this question needs. */
    public boolean canAnswer(Question question) {
        return switch (question.method()) {
            case Method.SAMPLING -> hasSampling();
            case Method.ROOTS_LIST -> hasRoots();
            case Method.ELICITATION ->
                question.params().string("mode").orElse("form").equals("url") ? hasUrls() : hasForms();
            default -> false;
        };
    }
}
