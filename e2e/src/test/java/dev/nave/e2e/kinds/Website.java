package dev.nave.e2e.kinds;

import dev.nave.e2e.scripted.Script;
import dev.nave.e2e.scripted.WebCall;
import dev.nave.e2e.scripted.WebServer;
import java.io.IOException;
import java.time.Duration;

/** A server over Streamable HTTP that can be closed and opened again where it was, hangs and floods. */
final class Website implements AutoCloseable {
    private static final int FLOOD = 20_000;

    private final String answer;
    private final WebServer.Gate gate;
    private volatile boolean stalled;
    private WebServer server;

    private Website(String answer, WebServer.Gate gate) throws IOException {
        this.answer = answer;
        this.gate = gate;
        this.server = new WebServer(script(), 0, this::gate);
    }

    static Website open(String answer) throws IOException {
        return behind(call -> false, answer);
    }

    static Website behind(WebServer.Gate gate, String answer) throws IOException {
        return new Website(answer, gate);
    }

    String url() {
        return server.url();
    }

    void kill() throws IOException {
        server.close();
    }

    void revive() throws IOException {
        server.close();
        stalled = false;
        server = new WebServer(script(), server.port(), this::gate);
    }

    private boolean gate(WebCall call) throws Exception {
        if (stalled) {
            // Hung: it takes what comes and says nothing, until it is closed.
            call.awaitGone(Duration.ofMinutes(2));
            return true;
        }
        return gate.answers(call);
    }

    private Script script() {
        return new Script(Script.Era.MODERN)
                .tool("echo", call -> call.result(Script.text(answer)))
                .tool("stall", call -> {
                    stalled = true;
                    call.awaitGone(Duration.ofMinutes(2));
                })
                .tool("flood", call -> {
                    for (int i = 0; i < FLOOD; i++) {
                        call.tell("notifications/message", "{\"level\":\"error\",\"data\":\"a flood\"}");
                    }
                    call.result(Script.text(answer));
                });
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
