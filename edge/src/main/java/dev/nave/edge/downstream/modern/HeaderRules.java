package dev.nave.edge.downstream.modern;

import dev.nave.edge.downstream.Doors;
import dev.nave.hub.Failure;
import dev.nave.protocol.HeaderValue;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpExchange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The headers a modern POST mirrors its body in, for what routes by them: they must say what the body says (2026-07-28,
 * basic/transports, "Standard request headers").
 */
final class HeaderRules {
    private static final String METHOD_HEADER = "Mcp-Method";
    private static final String NAME_HEADER = "Mcp-Name";

    private HeaderRules() {}

    /** What is wrong with the version header; null when nothing is. */
    static @Nullable Failure version(HttpExchange http, String version) {
        return same(http, Doors.VERSION_HEADER, Optional.of(version), false);
    }

    /** What is wrong with the headers that name the method and its object; null when nothing is. */
    static @Nullable Failure standard(HttpExchange http, Message.Request request) {
        Failure method = same(http, METHOD_HEADER, Optional.of(request.method()), false);
        if (method != null) {
            return method;
        }
        String member = namedBy(request.method());
        if (member == null) {
            return null;
        }
        Json named = request.params().find(member);
        return named == null || !named.isString()
                ? null // The parameters are wrong, not the headers; whoever reads them says so.
                : same(http, NAME_HEADER, Optional.of(named.text()), true);
    }

    /** The member of {@code params} that {@code Mcp-Name} mirrors. */
    static @Nullable String namedBy(String method) {
        return switch (method) {
            case Method.TOOLS_CALL, Method.PROMPTS_GET -> "name";
            case Method.RESOURCES_READ -> "uri";
            case Method.TASKS_GET, Method.TASKS_UPDATE, Method.TASKS_CANCEL -> "taskId";
            default -> null;
        };
    }

    /**
     * What is wrong with one header; null when it says what the body says, or both say nothing. None of these comes twice:
     * the server refuses such requests.
     */
    static @Nullable Failure same(HttpExchange http, String header, Optional<String> body, boolean encoded) {
        Optional<String> sent = http.header(header);
        if (sent.isEmpty()) {
            return body.map(value -> mismatch("Expected the header " + header + ": " + shown(value) + ", as the body"
                            + " says, got no such header"))
                    .orElse(null);
        }
        if (body.isEmpty()) {
            return mismatch("Expected no header " + header + ", since the body has no such value");
        }
        Optional<String> value = encoded ? HeaderValue.decode(sent.get()) : sent;
        return value.equals(body)
                ? null
                : mismatch("Expected the header " + header + " to say " + shown(body.get()) + ", as the body does, got "
                        + shown(sent.get()));
    }

    static Failure mismatch(String problem) {
        return new Failure(ErrorCode.HEADER_MISMATCH, problem, null);
    }

    private static String shown(String value) {
        return value.length() <= 100 ? value : value.substring(0, 100) + "…";
    }
}
