package dev.nave.hub.aggregate;

import dev.nave.hub.Failure;
import dev.nave.hub.Reply;
import dev.nave.hub.naming.Names;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Splices the URIs clients use into what a server answers: links and embedded resources of content, contents that were
 * read, {@code error.data.uri} (4.2 of the digest). Text, structured content and blobs stay as they are.
 */
final class UriEditor {
    private final Names names;
    private final String server;

    UriEditor(Names names, String server) {
        this.names = names;
        this.server = server;
    }

    Reply edit(String method, Reply reply) {
        if (names.isExact()) {
            return reply;
        }
        return switch (reply) {
            case Reply.Complete(Json result) -> new Reply.Complete(result(method, result));
            case Reply.Failed(Failure failure, Reply.Ran ran) -> new Reply.Failed(failure(failure), ran);
            case Reply.InputRequired asked -> asked;
            case Reply.Task task -> task;
        };
    }

    Json result(String method, Json result) {
        if (!result.isObject()) {
            return result;
        }
        return switch (method) {
            case Method.TOOLS_CALL -> each(result, "content", this::content);
            case Method.PROMPTS_GET -> each(result, "messages", this::message);
            case Method.RESOURCES_READ -> each(result, "contents", this::uri);
            default -> result;
        };
    }

    /** {@code params} of {@code notifications/resources/updated} as clients see it. */
    Json uri(Json holder) {
        return names.isExact()
                ? holder
                : holder.string("uri")
                        .map(uri ->
                                holder.edit().put("uri", names.uri(server, uri)).build())
                        .orElse(holder);
    }

    private Failure failure(Failure failure) {
        Json data = failure.data();
        return data == null ? failure : new Failure(failure.code(), failure.message(), uri(data));
    }

    private Json message(Json message) {
        Json content = message.find("content");
        if (content == null) {
            return message;
        }
        if (content.isArray()) {
            return each(message, "content", this::content);
        }
        Json edited = content(content);
        return edited.equals(content)
                ? message
                : message.edit().put("content", edited).build();
    }

    private Json content(Json block) {
        return switch (block.string("type").orElse("")) {
            case "resource_link" -> uri(block);
            case "resource" -> {
                Json resource = block.find("resource");
                yield resource == null
                        ? block
                        : block.edit().put("resource", uri(resource)).build();
            }
            default -> block;
        };
    }

    /** Edits the elements of an array; an array in which nothing changed stays as it was spelled. */
    private static Json each(Json holder, String member, UnaryOperator<Json> edit) {
        Json array = holder.find(member);
        if (array == null || !array.isArray()) {
            return holder;
        }
        List<Json> elements = array.elements();
        @Nullable List<Json> edited = null;
        for (int i = 0; i < elements.size(); i++) {
            Json element = elements.get(i);
            Json after = element.isObject() ? edit.apply(element) : element;
            if (!after.equals(element)) {
                edited = edited == null ? new ArrayList<>(elements) : edited;
                edited.set(i, after);
            }
        }
        return edited == null
                ? holder
                : holder.edit().put(member, Json.array(edited)).build();
    }
}
