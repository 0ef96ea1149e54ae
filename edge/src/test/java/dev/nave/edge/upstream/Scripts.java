package dev.nave.edge.upstream;

import dev.nave.protocol.Method;
import dev.nave.protocol.message.Message;

/** Children that play one era, and leave what is not their opening to another script. */
final class Scripts {
    static final String DISCOVERED = """
        {"resultType":"complete","supportedVersions":["2026-07-28"],
         "capabilities":{"tools":{"listChanged":true},"resources":{"subscribe":true}},
         "instructions":"be kind","_meta":{"io.modelcontextprotocol/serverInfo":{"name":"m"}}}\
        """;
    static final String INITIALIZED = """
        {"protocolVersion":"2025-06-18","serverInfo":{"name":"l"},"instructions":"be kind",
         "capabilities":{"tools":{"listChanged":true},"resources":{"subscribe":true},"logging":{}}}\
        """;

    private Scripts() {}

    /** A modern child. */
    static FakeChild.Script modern(FakeChild.Script rest) {
        return (child, message) -> {
            if (message instanceof Message.Request request && request.method().equals(Method.DISCOVER)) {
                child.answer(request, DISCOVERED);
            } else {
                rest.take(child, message);
            }
        };
    }

    /** A legacy child that knows no discovery. */
    static FakeChild.Script legacy(FakeChild.Script rest) {
        return (child, message) -> {
            if (!(message instanceof Message.Request request)) {
                rest.take(child, message);
                return;
            }
            switch (request.method()) {
                case Method.INITIALIZE -> child.answer(request, INITIALIZED);
                case Method.DISCOVER -> child.fail(request, -32601, "Method not found");
                case Method.SET_LEVEL, Method.RESOURCES_SUBSCRIBE, Method.RESOURCES_UNSUBSCRIBE ->
                    child.answer(request, "{}");
                default -> rest.take(child, message);
            }
        };
    }
}
