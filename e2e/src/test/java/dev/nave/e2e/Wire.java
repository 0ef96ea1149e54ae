package dev.nave.e2e;

import java.util.List;
import java.util.stream.Stream;

/** What carries messages, at either end of the hub. */
enum Wire {
    STDIO("stdio", "standard input and output"),
    HTTP("http", "Streamable HTTP"),
    UNIX("unix", "a Unix domain socket"),
    WEBSOCKET("ws", "WebSocket"),
    SSE("sse", "HTTP+SSE");

    private final String label;
    private final String words;

    Wire(String label, String words) {
        this.label = label;
        this.words = words;
    }

    /** The wire in names and files. */
    String label() {
        return label;
    }

    /** The wire as people call it. */
    String words() {
        return words;
    }

    /** Whether peers of an era speak over it. */
    boolean carries(Era era) {
        return this != SSE || era == Era.LEGACY;
    }

    /** The wires of an era. */
    static List<Wire> of(Era era) {
        return Stream.of(values()).filter(wire -> wire.carries(era)).toList();
    }
}
