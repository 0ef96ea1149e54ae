package dev.nave.hub.supervision;

import dev.nave.hub.Request;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.util.Optional;
import java.util.function.Function;

/** Which calls may be made again when nobody knows whether they ran. */
final class Repeats {
    private final ServerSettings settings;
    private final Function<String, Optional<Json>> tools;

    /**
     * @param tools the entry of a tool by the server's own name, as far as it is known
     */
    Repeats(ServerSettings settings, Function<String, Optional<Json>> tools) {
        this.settings = settings;
        this.tools = tools;
    }

    boolean isSafe(Request request) {
        return switch (request.method()) {
            case Method.TOOLS_LIST,
                    Method.PROMPTS_LIST,
                    Method.RESOURCES_LIST,
                    Method.TEMPLATES_LIST,
                    Method.RESOURCES_READ,
                    Method.PROMPTS_GET,
                    Method.COMPLETE,
                    Method.TASKS_GET -> true;
            case Method.TOOLS_CALL ->
                request.params().string("name").filter(this::isSafeTool).isPresent();
            default -> false;
        };
    }

    private boolean isSafeTool(String name) {
        return switch (settings.trust(name)) {
            case NONE -> false;
            case READ_ONLY, IDEMPOTENT -> true;
            case ANNOTATIONS ->
                tools.apply(name)
                        .flatMap(tool -> tool.member("annotations"))
                        .filter(hints -> hints.flag("readOnlyHint") || hints.flag("idempotentHint"))
                        .isPresent();
        };
    }
}
