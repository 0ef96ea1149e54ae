package dev.nave.protocol.projection;

import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.util.Optional;

/** Entries of lists: tools, prompts, resources and templates. */
final class Entries {
    private final Revision revision;

    Entries(Revision revision) {
        this.revision = revision;
    }

    /** Any entry, without the members its revision does not have. */
    Json entry(Json entry) {
        if (revision.isAtLeast(Revision.V2025_11_25)) {
            return entry;
        }
        Json older = Edits.without(entry, "icons");
        if (revision.isAtLeast(Revision.V2025_06_18)) {
            return older;
        }
        return Contents.annotations(Edits.without(older, "title", "_meta"));
    }

    /** A prompt, whose arguments have titles from 2025-06-18 on. */
    Json prompt(Json prompt) {
        Json older = entry(prompt);
        return revision.isAtLeast(Revision.V2025_06_18)
                ? older
                : Edits.each(older, "arguments", argument -> Edits.without(argument, "title"));
    }

    /** A tool. {@code execution}, which says whether it may be called as a task, is of 2025-11-25 alone. */
    Json tool(Json tool) {
        Json bare = revision == Revision.V2025_11_25 ? tool : Edits.without(tool, "execution");
        if (revision.isModern()) {
            return bare;
        }
        if (revision.isAtLeast(Revision.V2025_06_18)) {
            return entry(OutputSchemas.inTool(bare));
        }
        Json older = Edits.without(entry(bare), "outputSchema");
        return revision == Revision.V2025_03_26
                ? withTitle(older, tool.string("title"))
                : Edits.without(older, "annotations");
    }

    /** 2025-03-26 has a title for people among the annotations alone. */
    private static Json withTitle(Json tool, Optional<String> title) {
        Json annotations = tool.find("annotations");
        if (title.isEmpty() || (annotations != null && annotations.find("title") != null)) {
            return tool;
        }
        Json known = annotations != null && annotations.isObject() ? annotations : Json.EMPTY_OBJECT;
        return tool.edit()
                .put("annotations", known.edit().put("title", title.get()).build())
                .build();
    }
}
