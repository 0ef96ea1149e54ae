package dev.nave.edge.downstream.modern;

import dev.nave.edge.conversation.Party;
import dev.nave.hub.Client;
import dev.nave.hub.Failure;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a modern request says of itself in {@code _meta} (2026-07-28, basic/index, "Per-request metadata").
 *
 * @param version the revision as spelled, known or not
 * @param progressToken a string or a number as spelled, or null
 */
record Envelope(
        String version,
        Json capabilities,
        Json info,
        Optional<LogLevel> level,
        @Nullable Json progressToken,
        List<String> hops) {

    /** Reads it, or tells what is wrong with it. */
    static Read read(Json params) {
        Json meta = params.find("_meta");
        if (meta == null || !meta.isObject()) {
            return invalid("Expected params._meta, an object with \"" + MetaKey.PROTOCOL_VERSION + "\" and \""
                    + MetaKey.CLIENT_CAPABILITIES + "\", got " + (meta == null ? "none" : meta));
        }
        Optional<String> version = meta.string(MetaKey.PROTOCOL_VERSION);
        if (version.isEmpty()) {
            return missing(meta, MetaKey.PROTOCOL_VERSION, "a string such as \"" + Revision.NEWEST.wireName() + "\"");
        }
        Json capabilities = meta.find(MetaKey.CLIENT_CAPABILITIES);
        if (capabilities == null || !capabilities.isObject()) {
            return missing(meta, MetaKey.CLIENT_CAPABILITIES, "an object, which may be empty");
        }
        Json info = meta.find(MetaKey.CLIENT_INFO);
        if (info != null && !info.isObject()) {
            return missing(meta, MetaKey.CLIENT_INFO, "an object or nothing");
        }
        Json level = meta.find(MetaKey.LOG_LEVEL);
        Optional<LogLevel> known = level != null && level.isString() ? LogLevel.of(level.text()) : Optional.empty();
        if (level != null && known.isEmpty()) {
            return missing(meta, MetaKey.LOG_LEVEL, "a level from debug to emergency");
        }
        Json token = meta.find(MetaKey.PROGRESS_TOKEN);
        if (token != null && !token.isString() && token.kind() != Json.Kind.NUMBER) {
            return missing(meta, MetaKey.PROGRESS_TOKEN, "a string or a number");
        }
        return new Read.Valid(new Envelope(
                version.get(), capabilities, info == null ? Json.EMPTY_OBJECT : info, known, token, hops(meta)));
    }

    private static List<String> hops(Json meta) {
        Json hops = meta.find(MetaKey.HOPS);
        return hops == null
                ? List.of()
                : hops.elements().stream()
                        .filter(Json::isString)
                        .map(Json::text)
                        .toList();
    }

    Party party(Revision revision) {
        return new Party(new Client(revision, info, capabilities), level, progressToken != null, hops);
    }

    private static Read missing(Json meta, String key, String expected) {
        return invalid("Expected _meta \"" + key + "\" to be " + expected + ", got "
                + meta.member(key).map(Json::toString).orElse("none"));
    }

    private static Read invalid(String problem) {
        return new Read.Invalid(new Failure(ErrorCode.INVALID_PARAMS, problem, null));
    }

    /** Whether a request says what it must. */
    sealed interface Read {
        record Valid(Envelope envelope) implements Read {}

        record Invalid(Failure failure) implements Read {}
    }
}
