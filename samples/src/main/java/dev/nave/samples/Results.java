package dev.nave.samples;

import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what every era asks alike: lists, reads, prompts and calls. */
final class Results {
    private final Sample sample;

    Results(Sample sample) {
        this.sample = sample;
    }

    /** The answer; blocks as long as a tool works. */
    Message.Response answer(Message.Request request, Call call) throws InterruptedException {
        Json params = request.params();
        return switch (request.method()) {
            case Method.TOOLS_LIST ->
                list(
                        request.id(),
                        "tools",
                        sample.tools().stream().map(Tool::entry).toList());
            case Method.RESOURCES_LIST -> list(request.id(), "resources", sample.resources());
            case Method.TEMPLATES_LIST -> list(request.id(), "resourceTemplates", java.util.List.of());
            case Method.PROMPTS_LIST -> list(request.id(), "prompts", sample.prompts());
            case Method.TOOLS_CALL -> call(request.id(), params, call);
            case Method.RESOURCES_READ ->
                read(request.id(), params.string("uri").orElse(""));
            case Method.PROMPTS_GET ->
                prompt(request.id(), params.string("name").orElse(""), params.member("arguments"));
            default -> failure(request.id(), ErrorCode.METHOD_NOT_FOUND, "No method " + request.method());
        };
    }

    private static Message.Response list(Id id, String member, java.util.List<Json> entries) {
        return new Message.Result(
                id, Json.object().put(member, Json.array(entries)).build());
    }

    private Message.Response call(Id id, Json params, Call call) throws InterruptedException {
        String name = params.string("name").orElse("");
        Optional<Tool> tool =
                sample.tools().stream().filter(each -> each.name().equals(name)).findFirst();
        if (tool.isEmpty()) {
            return failure(id, ErrorCode.INVALID_PARAMS, "No tool '" + name + "': tools/list shows them.");
        }
        Json arguments = params.member("arguments").orElse(Json.EMPTY_OBJECT);
        return new Message.Result(id, tool.get().work().run(arguments, call));
    }

    private Message.Response read(Id id, String uri) {
        Json content = sample.read(uri);
        return content == null
                ? failure(id, ErrorCode.INVALID_PARAMS, "No resource " + uri)
                : new Message.Result(
                        id,
                        Json.object()
                                .put("contents", Json.array(java.util.List.of(content)))
                                .build());
    }

    private Message.Response prompt(Id id, String name, Optional<Json> arguments) {
        @Nullable Json prompt = sample.prompt(name, arguments.orElse(Json.EMPTY_OBJECT));
        return prompt == null
                ? failure(id, ErrorCode.INVALID_PARAMS, "No prompt '" + name + "'")
                : new Message.Result(id, prompt);
    }

    static Message.Failure failure(@Nullable Id id, int code, String message) {
        return new Message.Failure(id, code, message, null);
    }
}
