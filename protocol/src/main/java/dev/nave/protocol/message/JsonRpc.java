package dev.nave.protocol.message;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;

/** The envelope every message has. */
final class JsonRpc {
    private static final Json VERSION = Json.of("2.0");

    private JsonRpc() {}

    static JsonObject envelope() {
        return Json.object().put("jsonrpc", VERSION);
    }
}
