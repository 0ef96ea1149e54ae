package dev.nave.hub.catalog;

import dev.nave.hub.ListKind;
import dev.nave.hub.naming.Names;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.Optional;

/** Splices the exposed name and URIs into an entry; everything else stays as the server spelled it. */
final class EntryEditor {
    /** The older, flat spelling of {@code ui.resourceUri} (MCP Apps). */
    private static final String FLAT = "ui/resourceUri";

    private EntryEditor() {}

    static Json edit(Names names, String server, ListKind kind, Json entry, String own, String exposed) {
        if (names.isExact()) {
            return entry;
        }
        JsonObject edit = entry.edit();
        if (!own.equals(exposed)) {
            edit.put(kind.key(), exposed);
        }
        Json meta = entry.find("_meta");
        if (kind == ListKind.TOOLS && meta != null && meta.isObject()) {
            edit.put("_meta", meta(names, server, meta));
        }
        return edit.build();
    }

    private static Json meta(Names names, String server, Json meta) {
        JsonObject edit = meta.edit();
        meta.string(FLAT).ifPresent(uri -> edit.put(FLAT, names.uri(server, uri)));
        Optional<Json> nested = meta.member("ui").filter(Json::isObject);
        nested.flatMap(ui -> ui.string("resourceUri"))
                .ifPresent(uri -> edit.put(
                        "ui",
                        nested.get()
                                .edit()
                                .put("resourceUri", names.uri(server, uri))
                                .build()));
        return edit.build();
    }
}
