package dev.nave.e2e.bytes;

/** Arguments of a call that a careless relay changes. */
enum Payload {
    PLAIN("{\"a\":1}"),
    EMPTY("{}"),
    BIG_NUMBERS("{\"whole\":12345678901234567890123,\"fraction\":0.1000000000000000055511151231257827,\"zeros\":1.500,"
            + "\"exponent\":1E+2,\"minus\":-0,\"tiny\":1e-400,\"huge\":1e400}"),
    UNKNOWN_AND_DUPLICATE_KEYS(
            "{\"z\":1,\"a\":2,\"z\":{\"b\":1,\"b\":2},\"\":null,\"name\":\"echo\",\"id\":7,\"method\":\"x\"}"),
    LONE_SURROGATES("{\"high\":\"\\ud83d\",\"low\":\"\\uDE00 after\",\"\\ud800key\":1,\"null\":\"\\u0000\"}"),
    ESCAPES("{\"solidus\":\"\\/ and /\",\"letter\":\"\\u0041A\",\"pair\":\"\\ud83d\\ude00 😀\",\"line\":\"\\r"
            + "\\n"
            + "\\u2028\"}"),
    WIDE_CHARACTERS("{\"two\":\"é\",\"three\":\"漢字\",\"four\":\"😀𝔘\",\"key ñ\":\"\u2028\u2029\uFEFF\u007F\"}"),
    LONG_STRING("{\"long\":\"" + "0123456789abcdé\\n".repeat(64 << 10) + "\"}"),
    DEEP("{\"deep\":" + "[{\"a\":".repeat(55) + "1" + "}]".repeat(55) + "}"),
    /** Every kind of content, as the specification writes results (2025-11-25 and 2026-07-28, server/tools). */
    CONTENT("""
        {"content": [
          {"type": "text", "text": "Temperature: 22.5°C", "annotations": {"audience": ["user"], "priority": 0.9}},
          {"type": "image", "data": "iVBORw0KGgo=", "mimeType": "image/png"},
          {"type": "audio", "data": "UklGRg==", "mimeType": "audio/wav"},
          {"type": "resource_link", "uri": "file:///project/src/main.rs", "name": "main.rs", "size": 1024},
          {"type": "resource", "resource": {"uri": "file:///a%20b", "blob": "AA==", "mimeType": "text/x-rust"}}],
         "isError": false, "structuredContent": {"temperature": 22.5, "conditions": ["partly", "cloudy"]}}\
        """),
    /** Questions as servers write them (client/sampling, client/elicitation), and a schema with its references. */
    QUESTION("""
        {"messages": [{"role": "user", "content": {"type": "text", "text": "What is the capital of France?"}}],
         "modelPreferences": {"hints": [{"name": "claude"}], "intelligencePriority": 0.8, "speedPriority": 0.50},
         "systemPrompt": "You are helpful.", "maxTokens": 100, "stopSequences": [], "includeContext": "none",
         "requestedSchema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
          "properties": {"age": {"type": "number", "minimum": 0, "maximum": 1.5e2}, "to": {"$ref": "#/$defs/to"}},
          "$defs": {"to": {"type": "string", "enum": ["a", "b"], "enumNames": ["A", "B"]}}, "required": ["age"]}}\
        """),
    /** Whole messages as the SDKs write them: no blanks, members in their own order, the envelope's names inside. */
    MESSAGE(
            "{\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":{\"message\":\"hi\"},\"_meta\":"
                + "{\"progressToken\":0,\"io.modelcontextprotocol/clientInfo\":{\"name\":\"sdk\",\"version\":\"1.0.0\"}}},"
                + "\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\","
                + "\"properties\":{},\"additionalProperties\":false,\"$schema\":\"http://json-schema.org/draft-07/schema#\"},"
                + "\"execution\":{\"taskSupport\":\"forbidden\"}}],\"resultType\":\"complete\",\"ttlMs\":0,"
                + "\"nextCursor\":\"eyJwYWdlIjozfQ==\"},\"error\":{\"code\":-32602,\"message\":\"Unknown\",\"data\":null}}"),
    WHITE_SPACE("{ \"a\"\t:\r[ 1 ,\t2 ]\r, \"b\" : { } , \"c\" : [\t] }");

    private final String arguments;

    Payload(String arguments) {
        this.arguments = arguments;
    }

    /** An object, without line feeds between its tokens. */
    String arguments() {
        return arguments.replace('\n', ' ');
    }
}
