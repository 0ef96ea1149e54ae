package dev.nave.e2e.scripted;

import java.nio.charset.StandardCharsets;

/** Requests as clients of either era write them. */
public final class Messages {
    /** The revision a modern client of these tests speaks. */
    public static final String MODERN = "2026-07-28";

    /** The revision a legacy one speaks. */
    public static final String LEGACY = "2025-11-25";

    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + MODERN
            + "\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private Messages() {}

    /** A call of a tool, its arguments spelled as given. */
    public static byte[] call(Script.Era era, String id, String tool, String arguments) {
        return request(era, id, "tools/call", "\"name\":\"" + tool + "\",\"arguments\":" + arguments);
    }

    /** A call of a tool without arguments whose progress the client wants to hear of. */
    public static byte[] watchedCall(Script.Era era, String id, String tool) {
        String call = new String(call(era, id, tool, "{}"), StandardCharsets.UTF_8);
        String token = "\"progressToken\":\"p\"";
        return utf8(
                switch (era) {
                    case LEGACY -> call.replace("\"params\":{", "\"params\":{\"_meta\":{" + token + "},");
                    case MODERN -> call.replace("\"_meta\":{", "\"_meta\":{" + token + ",");
                });
    }

    /** A request whose {@code params} hold these members, which may be none. */
    public static byte[] request(Script.Era era, String id, String method, String members) {
        String params =
                switch (era) {
                    case LEGACY -> members;
                    case MODERN -> members.isEmpty() ? META : META + "," + members;
                };
        return utf8(
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + params + "}}");
    }

    /** The opening of a legacy client that declares these capabilities. */
    public static byte[] initialize(String id, String capabilities) {
        return request(Script.Era.LEGACY, id, "initialize", """
            "protocolVersion":"%s","capabilities":%s,"clientInfo":{"name":"scripted","version":"1"}\
            """.formatted(LEGACY, capabilities));
    }

    /** What a legacy client says once it is open. */
    public static byte[] initialized() {
        return utf8("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
