package dev.nave.protocol.message;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which request a message is, or answers, that was too large to be kept: as far as its two ends tell. */
public final class Oversize {
    private static final String ID = "\"id\"\\s*:\\s*(\\d{1,18}|\"[^\"\\\\]{0,64}\")";
    private static final String VERSION = "\"jsonrpc\"\\s*:\\s*\"2\\.0\"";
    private static final Pattern FIRST = Pattern.compile("\\A\\s*\\{\\s*(?:" + VERSION + "\\s*,\\s*)?" + ID);
    private static final Pattern LAST = Pattern.compile(ID + "\\s*(?:,\\s*" + VERSION + "\\s*)?\\}\\s*\\z");

    private Oversize() {}

    /** The id in its usual places: at the very beginning, or at the very end. */
    public static Optional<Id> id(byte[] start, byte[] end) {
        return find(FIRST, start).or(() -> find(LAST, end));
    }

    private static Optional<Id> find(Pattern pattern, byte[] part) {
        Matcher matcher = pattern.matcher(new String(part, StandardCharsets.UTF_8));
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Id(Json.parse(matcher.group(1))));
        } catch (JsonException notOne) {
            return Optional.empty();
        }
    }
}
