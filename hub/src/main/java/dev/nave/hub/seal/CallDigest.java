package dev.nave.hub.seal;

import dev.nave.hub.Request;
import dev.nave.hub.Sha256;
import dev.nave.protocol.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.TreeMap;

/**
 * What tells one call from another, so that a sealed state is brought back with the call it was given for. Taken over
 * the method and the parameters in a lexical normal form: members sorted, strings without escapes, numbers as spelled
 * (RFC 8785 would make 9007199254740993 and 9007199254740992 equal), without {@code _meta}, which changes from round to
 * round.
 */
public final class CallDigest {
    private static final String META = "_meta";

    private CallDigest() {}

    /** The digest of a request, 43 characters of Base64url; what it brings back of an earlier round does not count. */
    public static String of(Request request) {
        MessageDigest digest = Sha256.begin();
        text(digest, request.method());
        value(digest, request.params().edit().remove(META).build());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    }

    /** The digest of one JSON value in the same normal form. */
    public static String of(Json value) {
        return of(new Request("", Json.object().put("value", value).build()));
    }

    private static void value(MessageDigest digest, Json value) {
        switch (value.kind()) {
            case OBJECT -> {
                TreeMap<String, Json> sorted = new TreeMap<>();
                value.forEach(sorted::put);
                digest.update((byte) '{');
                sorted.forEach((name, member) -> {
                    text(digest, name);
                    value(digest, member);
                });
                digest.update((byte) '}');
            }
            case ARRAY -> {
                digest.update((byte) '[');
                value.elements().forEach(element -> value(digest, element));
                digest.update((byte) ']');
            }
            case STRING -> text(digest, value.text());
            case NUMBER -> {
                digest.update((byte) '#');
                digest.update(value.toBytes());
                digest.update((byte) 0);
            }
            case BOOLEAN, NULL -> digest.update(value.toBytes());
        }
    }

    /** Length first, so that no text can pass for two; lone surrogates stay apart, as an encoder would not keep them. */
    private static void text(MessageDigest digest, String text) {
        byte[] bytes = new byte[2 * text.length()];
        ByteBuffer.wrap(bytes).asCharBuffer().put(text);
        digest.update(("\"" + bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }
}
