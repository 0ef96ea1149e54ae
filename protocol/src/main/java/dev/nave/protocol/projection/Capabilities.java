package dev.nave.protocol.projection;

import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;

/**
 * What peers declare. Old peers with strict readers refuse members they do not know, so an older revision gets the
 * smallest object that says the same.
 */
final class Capabilities {
    private Capabilities() {}

    /** For a client. Tasks are an extension in 2026-07-28, a capability in 2025-11-25, and nothing before. */
    static Json ofServer(Json capabilities, Revision revision) {
        if (revision.isModern()) {
            return Edits.without(capabilities, "tasks");
        }
        Json bare = withoutExtension(capabilities);
        if (!revision.isAtLeast(Revision.V2025_11_25)) {
            bare = Edits.without(bare, "extensions", "tasks");
        }
        return revision == Revision.V2024_11_05 ? Edits.without(bare, "completions") : bare;
    }

    /** For a server. Client-side tasks never: the hub would have to host them. */
    static Json ofClient(Json capabilities, Revision revision) {
        if (revision.isModern()) {
            Json bare = Edits.without(capabilities, "tasks");
            bare = Edits.member(bare, "roots", roots -> Edits.without(roots, "listChanged"));
            return Edits.member(bare, "elicitation", Capabilities::spelledOut);
        }
        if (revision.isAtLeast(Revision.V2025_11_25)) {
            return Edits.member(withoutTasks(capabilities), "elicitation", Capabilities::spelledOut);
        }
        JsonObject older = Json.object()
                .putIfPresent("experimental", capabilities.member("experimental"))
                .putIfPresent("roots", capabilities.member("roots"));
        if (capabilities.find("sampling") != null) {
            older.put("sampling", Json.EMPTY_OBJECT);
        }
        Json elicitation = capabilities.find("elicitation");
        if (elicitation != null && revision.isAtLeast(Revision.V2025_06_18) && hasForms(elicitation)) {
            older.put("elicitation", Json.EMPTY_OBJECT);
        }
        return older.build();
    }

    /** {@code elicitation: {}} means forms alone (2025-11-25, client/elicitation, "Capabilities"). */
    private static Json spelledOut(Json elicitation) {
        return elicitation.isObject() && !elicitation.hasMembers()
                ? Json.object().put("form", Json.EMPTY_OBJECT).build()
                : elicitation;
    }

    private static boolean hasForms(Json elicitation) {
        return elicitation.find("form") != null || elicitation.find("url") == null;
    }

    private static Json withoutTasks(Json capabilities) {
        return withoutExtension(Edits.without(capabilities, "tasks"));
    }

    private static Json withoutExtension(Json capabilities) {
        Json extensions = capabilities.find("extensions");
        if (extensions == null || extensions.find(MetaKey.TASKS_EXTENSION) == null) {
            return capabilities;
        }
        Json kept = Edits.without(extensions, MetaKey.TASKS_EXTENSION);
        return kept.hasMembers()
                ? capabilities.edit().put("extensions", kept).build()
                : Edits.without(capabilities, "extensions");
    }
}
