package dev.nave.protocol.projection;

import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Questions of {@code sampling/createMessage} and their answers: tools and arrays of content from 2025-11-25. */
final class Samplings {
    private static final Set<String> TOOL_BLOCKS = Set.of("tool_use", "tool_result");

    private Samplings() {}

    static ProjectedQuestion question(Json params, Revision revision, Contents contents) {
        if (revision.isAtLeast(Revision.V2025_11_25)) {
            return new ProjectedQuestion.Possible(params);
        }
        if (params.find("tools") != null || params.find("toolChoice") != null) {
            return impossible("sampling with tools", revision);
        }
        Json messages = params.find("messages");
        if (messages == null) {
            return new ProjectedQuestion.Possible(params);
        }
        boolean same = true;
        List<Json> older = new ArrayList<>();
        for (Json message : messages.elements()) {
            List<Json> split = split(message);
            for (Json each : split) {
                if (TOOL_BLOCKS.contains(typeOf(each))) {
                    return impossible("sampling with tools", revision);
                }
                Json now =
                        Edits.member(Edits.without(withoutAudio(each, revision), "_meta"), "content", contents::block);
                same &= now.equals(message);
                older.add(now);
            }
            same &= split.size() == 1;
        }
        return new ProjectedQuestion.Possible(
                same ? params : params.edit().put("messages", Json.array(older)).build());
    }

    static ProjectedQuestion answer(Json result, Revision revision, Contents contents) {
        Json content = result.find("content");
        if (revision.isAtLeast(Revision.V2025_11_25) || content == null) {
            return new ProjectedQuestion.Possible(result);
        }
        List<Json> blocks = content.isArray() ? content.elements() : List.of(content);
        boolean tools = blocks.stream()
                .anyMatch(block -> TOOL_BLOCKS.contains(block.string("type").orElse("")));
        if (tools) {
            return impossible("an answer that uses tools", revision);
        }
        if (!content.isArray()) {
            return new ProjectedQuestion.Possible(Edits.member(result, "content", contents::block));
        }
        if (blocks.size() == 1) {
            return new ProjectedQuestion.Possible(result.edit()
                    .put("content", contents.block(blocks.getFirst()))
                    .build());
        }
        if (blocks.stream().anyMatch(block -> block.string("text").isEmpty())) {
            return impossible("an answer of several blocks", revision);
        }
        String text =
                blocks.stream().map(block -> block.string("text").orElse("")).collect(Collectors.joining("\n"));
        return new ProjectedQuestion.Possible(
                result.edit().put("content", Contents.text(text)).build());
    }

    /** A message of several blocks as several messages of the same role, one block each. */
    private static List<Json> split(Json message) {
        Json content = message.find("content");
        if (content == null || !content.isArray()) {
            return List.of(message);
        }
        return content.elements().stream()
                .map(block -> message.edit().put("content", block).build())
                .toList();
    }

    private static String typeOf(Json message) {
        return message.member("content")
                .flatMap(content -> content.string("type"))
                .orElse("");
    }

    /** 2024-11-05 samples text and images alone. */
    private static Json withoutAudio(Json message, Revision revision) {
        if (revision != Revision.V2024_11_05 || !typeOf(message).equals("audio")) {
            return message;
        }
        return Edits.member(
                message,
                "content",
                audio -> Contents.text("[audio, " + audio.string("mimeType").orElse("of unknown type") + ", left out: "
                        + "the client speaks 2024-11-05, which has none]"));
    }

    private static ProjectedQuestion impossible(String what, Revision revision) {
        return new ProjectedQuestion.Impossible(
                what + " is part of MCP from 2025-11-25, the other side speaks " + revision.wireName());
    }
}
