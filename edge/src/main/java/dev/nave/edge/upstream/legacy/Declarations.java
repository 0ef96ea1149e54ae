package dev.nave.edge.upstream.legacy;

import dev.nave.hub.Exchange;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.ServerSettings.Interactive;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.projection.Projection;
import java.util.List;

/** What the hub declares to a legacy server as its client, which is said once for a whole session. */
final class Declarations {
    /** All that a client of the hub may be able to do. */
    private static final Json ALL = Json.parse("{\"roots\":{\"listChanged\":true},\"sampling\":{\"tools\":{}},"
            + "\"elicitation\":{\"form\":{},\"url\":{}},\"extensions\":{\"" + MetaKey.APPS_EXTENSION + "\":"
            + MetaKey.APPS_SETTINGS + "}}");
    /** The same to a reader that refuses members it does not know. */
    private static final Json BARE =
            Json.parse("{\"roots\":{\"listChanged\":true},\"sampling\":{},\"elicitation\":{}}");

    private Declarations() {}

    /** For a session that is opened before its clients are known, the fullest first. */
    static List<Json> forAnybody(ServerSettings settings) {
        return isNever(settings) ? List.of(Json.EMPTY_OBJECT) : List.of(ALL, BARE, Json.EMPTY_OBJECT);
    }

    /** For a session of the client of this call: what it declared, as the server's revision has it. */
    static Json of(Exchange exchange, ServerSettings settings, Revision revision) {
        Json declared =
                Projection.to(revision).clientCapabilities(exchange.client().capabilities());
        return isNever(settings)
                ? declared.edit()
                        .remove("roots")
                        .remove("sampling")
                        .remove("elicitation")
                        .build()
                : declared;
    }

    /** The same, for clients that have none of their own to tell where {@code rootless}. */
    static Json without(Json declared, boolean rootless) {
        return rootless ? declared.edit().remove("roots").build() : declared;
    }

    /** Whether the server may ask nobody anything. */
    static boolean isNever(ServerSettings settings) {
        return settings.interactive() == Interactive.NEVER;
    }

    /** Whether a client that declared this could be asked anything. */
    static boolean isAskable(Json declared) {
        return declared.find("roots") != null
                || declared.find("sampling") != null
                || declared.find("elicitation") != null;
    }
}
