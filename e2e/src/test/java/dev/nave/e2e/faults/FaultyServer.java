package dev.nave.e2e.faults;

import dev.nave.e2e.scripted.PipeChild;
import dev.nave.e2e.scripted.Received;
import dev.nave.e2e.scripted.Script;
import dev.nave.e2e.scripted.Spelled;
import dev.nave.e2e.scripted.WebCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The tools of a server that fails on cue, each named by what it does. */
final class FaultyServer {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FLOOD = 20_000;

    private FaultyServer() {}

    /** A server over HTTP. */
    static Script web(Script.Era era) {
        return common(era)
                .tool("404", web(call -> call.status(404, "text/plain", "no such thing")))
                .tool("401", web(call -> call.status(401, "text/plain", "who are you")))
                .tool("500", web(call -> call.status(500, "text/plain", "broken")))
                .tool("503", web(call -> call.status(503, "", "")))
                .tool("html", web(call -> call.status(200, "text/html", "<html><body>Welcome</body></html>")))
                .tool("invalid-json", web(call -> call.status(200, "application/json", "{\"jsonrpc\":")))
                .tool("empty", web(call -> call.status(200, "application/json", "")))
                .tool("no-http", web(call -> {
                    call.write("SSH-2.0-OpenSSH_9.2\r\n\r\n");
                    call.breakOff();
                }))
                .tool("break-off", web(WebCall::breakOff))
                .tool("break-off-in-stream", web(call -> {
                    call.open();
                    call.tell("notifications/message", "{\"level\":\"info\",\"data\":\"soon\"}");
                    call.breakOff();
                }))
                .tool("end-of-stream", web(call -> {
                    call.open();
                    call.finish();
                }))
                .tool(
                        "redirect",
                        web(call -> call.write(String.join(
                                "\r\n",
                                "HTTP/1.1 302 Elsewhere",
                                "Location: http://127.0.0.1:1/",
                                "Content-Length: 0",
                                "",
                                ""))));
    }

    /** A server over pipes. */
    static Script pipe(Script.Era era) {
        return common(era)
                .tool("exit", pipe(child -> child.exit(3)))
                .tool("be-killed", pipe(PipeChild::kill))
                .tool("close-input", pipe(PipeChild::closeInput))
                .tool("close-output", pipe(PipeChild::closeOutput))
                .tool("flood-of-stderr", call -> {
                    String line = "x".repeat(1_000) + "\n";
                    for (int i = 0; i < FLOOD; i++) {
                        ((PipeChild.Call) call).child().complain(line);
                    }
                    call.result(Script.text("done"));
                });
    }

    private static Script common(Script.Era era) {
        return new Script(era)
                .tool("hang", call -> call.awaitGone(PATIENCE))
                .tool("slow", call -> {
                    goneWithin(call, Duration.ofSeconds(1));
                    call.result(Script.text("done"));
                })
                .tool("slow-with-progress", call -> progress(call, 7))
                .tool("progress-without-end", call -> progress(call, 1_000))
                .tool("junk", call -> {
                    call.send(utf8("Listening on port 8080 ..."));
                    call.send(utf8("{\"jsonrpc\":\"2.0\",\"method\""));
                    call.send(utf8("{\"jsonrpc\":\"2.0\",\"id\":987654321,\"result\":{}}"));
                    call.send(utf8("[]"));
                    call.send(new byte[] {(byte) 0xff, (byte) 0xfe, 0x00});
                    call.result(Script.text("done"));
                })
                .tool("flood-of-progress", call -> {
                    for (int i = 1; i <= FLOOD; i++) {
                        tellProgress(call, i);
                    }
                    call.result(Script.text("done"));
                })
                .tool("flood-of-logs", call -> {
                    for (int i = 1; i <= FLOOD; i++) {
                        call.tell("notifications/message", "{\"level\":\"error\",\"data\":\"" + i + "\"}");
                    }
                    call.result(Script.text("done"));
                })
                .tool("too-large", call -> call.result(Script.text("x".repeat(2 << 20))));
    }

    private static void progress(Received call, int times) throws IOException, InterruptedException {
        for (int i = 1; i <= times; i++) {
            tellProgress(call, i);
            if (goneWithin(call, Duration.ofMillis(400))) {
                return;
            }
        }
        call.result(Script.text("done"));
    }

    private static void tellProgress(Received call, int progress) throws IOException {
        Optional<Spelled> token = call.message().at("params", "_meta", "progressToken");
        if (token.isPresent()) {
            call.tell(
                    "notifications/progress",
                    "{\"progressToken\":" + token.get().text() + ",\"progress\":" + progress + "}");
        }
    }

    /** Takes its time, unless the hub no longer wants the outcome. */
    private static boolean goneWithin(Received call, Duration time) throws IOException, InterruptedException {
        try {
            call.awaitGone(time);
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private interface OnWeb {
        void call(WebCall call) throws Exception;
    }

    private interface OnPipe {
        void call(PipeChild child) throws Exception;
    }

    private static Script.Tool web(OnWeb tool) {
        return call -> tool.call((WebCall) call);
    }

    private static Script.Tool pipe(OnPipe tool) {
        return call -> tool.call(((PipeChild.Call) call).child());
    }
}
