package dev.nave.protocol.message;

import dev.nave.protocol.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what one JSON value is as a message (JSON-RPC 2.0 §4, §5). */
final class FrameReader {
    private FrameReader() {}

    static Frame single(Json json) {
        if (!json.isObject()) {
            return malformed(null, "Expected a JSON-RPC message, which is an object, got " + json);
        }
        Json id = json.find("id");
        Id known = id != null && isId(id) ? new Id(id) : null;
        Optional<String> twice = json.duplicateName();
        if (twice.isPresent()) {
            return malformed(known, "Expected each member of a message once, got \"" + twice.get() + "\" twice");
        }
        Json version = json.find("jsonrpc");
        if (version == null || !version.isString() || !version.text().equals("2.0")) {
            return malformed(known, "Expected \"jsonrpc\": \"2.0\", got " + (version == null ? "none" : version));
        }
        Json method = json.find("method");
        if (method != null) {
            return call(json, method, id, known);
        }
        return response(json, id, known);
    }

    private static Frame call(Json json, Json method, @Nullable Json id, @Nullable Id known) {
        if (!method.isString()) {
            return malformed(known, "Expected \"method\" to be a string, got " + method);
        }
        if (json.find("result") != null || json.find("error") != null) {
            return malformed(known, "Expected a request or a response, got a method and an outcome in one message");
        }
        Json params = json.find("params");
        if (params == null) {
            params = Json.EMPTY_OBJECT;
        } else if (!params.isObject()) {
            return malformed(known, "Expected \"params\" to be an object, got " + params);
        }
        Optional<String> twice = params.duplicateName();
        if (twice.isPresent()) {
            return malformed(known, "Expected each member of \"params\" once, got \"" + twice.get() + "\" twice");
        }
        Json meta = params.find("_meta");
        if (meta != null && meta.duplicateName().isPresent()) {
            return malformed(known, "Expected each member of \"_meta\" once, got one twice");
        }
        if (id == null) {
            return new Frame.Single(new Message.Notification(method.text(), params));
        }
        if (known == null) {
            return malformed(null, "Expected \"id\" to be a string or a number, got " + id);
        }
        return new Frame.Single(new Message.Request(known, method.text(), params));
    }

    private static Frame response(Json json, @Nullable Json id, @Nullable Id known) {
        Json result = json.find("result");
        Json error = json.find("error");
        if ((result == null) == (error == null)) {
            return malformed(known, "Expected a method, a result or an error in a message");
        }
        if (result != null) {
            return known == null
                    ? malformed(
                            null, "Expected the id of the request a result answers, got " + (id == null ? "none" : id))
                    : new Frame.Single(new Message.Result(known, result));
        }
        Json code = error.find("code");
        if (!error.isObject() || code == null || code.asLong().isEmpty()) {
            return malformed(known, "Expected \"error\" with a whole number as \"code\", got " + error);
        }
        long number = code.asLong().getAsLong();
        if (number != (int) number) {
            return malformed(known, "Expected an error code of 32 bits, got " + code);
        }
        String message = error.string("message").orElse("");
        return new Frame.Single(new Message.Failure(known, (int) number, message, error.find("data")));
    }

    private static boolean isId(Json id) {
        return id.isString() || id.kind() == Json.Kind.NUMBER;
    }

    private static Frame malformed(@Nullable Id id, String problem) {
        return new Frame.Malformed(ErrorCode.INVALID_REQUEST, id, problem);
    }
}
