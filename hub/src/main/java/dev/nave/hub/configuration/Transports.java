package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Target.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names under which the ecosystem knows the wires. */
final class Transports {
    static final String STDIO = "stdio";

    private static final Map<String, Wire> WIRES = wires();

    static final List<String> NAMES = names();

    private Transports() {}

    /** The wire of that name; {@link Wire#AUTO} for {@code stdio}, which is none of a URL. */
    static Wire wire(String name) {
        return WIRES.getOrDefault(name, Wire.AUTO);
    }

    private static Map<String, Wire> wires() {
        Map<String, Wire> wires = new LinkedHashMap<>();
        wires.put("auto", Wire.AUTO);
        wires.put("http", Wire.HTTP);
        wires.put("streamable-http", Wire.HTTP);
        wires.put("streamableHttp", Wire.HTTP);
        wires.put("sse", Wire.SSE);
        wires.put("websocket", Wire.WEBSOCKET);
        wires.put("ws", Wire.WEBSOCKET);
        return wires;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(WIRES.keySet());
        names.add(1, STDIO);
        return List.copyOf(names);
    }
}
