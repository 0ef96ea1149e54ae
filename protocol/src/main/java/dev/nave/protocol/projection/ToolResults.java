package dev.nave.protocol.projection;

import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Results of {@code tools/call}. */
final class ToolResults {
    private ToolResults() {}

    static Json project(Json result, Revision revision, Contents contents) {
        if (revision.isModern()) {
            return result;
        }
        Json projected = Edits.each(result, "content", contents::block);
        Json structured = result.find("structuredContent");
        if (structured == null) {
            return projected;
        }
        if (!revision.isAtLeast(Revision.V2025_06_18)) {
            return withText(Edits.without(projected, "structuredContent"), structured);
        }
        if (structured.isObject()) {
            return projected;
        }
        // Up to 2025-11-25 structured content is an object; see OutputSchemas for the schema that goes with it.
        Json wrapped = Json.object().put("result", structured).build();
        return withText(projected.edit().put("structuredContent", wrapped).build(), structured);
    }

    /** Makes sure that the structured content can be read as text too (2025-06-18, server/tools, "Structured Content"). */
    private static Json withText(Json result, Json structured) {
        Json content = result.find("content");
        List<Json> blocks = content == null ? List.of() : content.elements();
        String wanted = compact(structured.raw());
        for (Json block : blocks) {
            if (compact(block.string("text").orElse("")).equals(wanted)) {
                return result;
            }
        }
        List<Json> more = new ArrayList<>(blocks);
        more.add(Contents.text(structured.raw()));
        return result.edit().put("content", Json.array(more)).build();
    }

    /** The text without the blanks outside its strings. */
    private static String compact(String json) {
        StringBuilder tokens = new StringBuilder(json.length());
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted && c == '\\' && i + 1 < json.length()) {
                tokens.append(c).append(json.charAt(++i));
                continue;
            }
            quoted ^= c == '"';
            if (quoted || !Character.isWhitespace(c)) {
                tokens.append(c);
            }
        }
        return tokens.toString();
    }
}
