package dev.nave.protocol.projection;

import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;

/** Content blocks of tool results and prompts, and the contents of resources. */
final class Contents {
    private final Revision revision;

    Contents(Revision revision) {
        this.revision = revision;
    }

    /** A block in the form of the revision; another value as it is. */
    Json block(Json block) {
        if (revision.isAtLeast(Revision.V2025_11_25)) {
            return block;
        }
        if (revision == Revision.V2025_06_18) {
            return block.string("type").orElse("").equals("resource_link") ? Edits.without(block, "icons") : block;
        }
        Json older = annotations(Edits.without(block, "_meta"));
        return switch (block.string("type").orElse("")) {
            case "resource_link" -> link(older);
            case "audio" -> revision == Revision.V2024_11_05 ? audio(older) : older;
            case "resource" -> Edits.member(older, "resource", this::resource);
            default -> older;
        };
    }

    /** The contents of a resource, read or embedded, or a root; {@code _meta} stands there from 2025-06-18. */
    Json resource(Json contents) {
        return revision.isAtLeast(Revision.V2025_06_18) ? contents : Edits.without(contents, "_meta");
    }

    /** What carries annotations, without those that are younger than 2025-06-18. */
    static Json annotations(Json holder) {
        return Edits.member(holder, "annotations", annotations -> Edits.without(annotations, "lastModified"));
    }

    static Json text(String text) {
        return Json.object().put("type", "text").put("text", text).build();
    }

    /** Up to 2025-03-26 there are no links: a text that names the resource and says where it is. */
    private static Json link(Json link) {
        String uri = link.string("uri").orElse("");
        String name = link.string("title").or(() -> link.string("name")).orElse("resource");
        String about = link.string("description").map(text -> " (" + text + ")").orElse("");
        return annotated(text(name + about + ": " + uri), link);
    }

    /** 2024-11-05 has no audio, but resources of any type inside a result. */
    private static Json audio(Json audio) {
        Json resource = Json.object()
                .put("uri", "urn:audio")
                .putIfPresent("mimeType", audio.member("mimeType"))
                .putIfPresent("blob", audio.member("data"))
                .build();
        return annotated(
                Json.object().put("type", "resource").put("resource", resource).build(), audio);
    }

    private static Json annotated(Json block, Json origin) {
        JsonObject edit = block.edit();
        return edit.putIfPresent("annotations", origin.member("annotations")).build();
    }
}
