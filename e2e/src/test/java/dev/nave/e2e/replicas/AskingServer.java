package dev.nave.e2e.replicas;

import dev.nave.e2e.scripted.PipeServer;
import dev.nave.e2e.scripted.Received;
import dev.nave.e2e.scripted.Script;
import dev.nave.e2e.scripted.Spelled;
import dev.nave.e2e.scripted.WebServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A legacy server whose tools {@code book} and {@code look} ask for two things, one after the other, and answer with both.
 * All hubs reach the same one, so that it knows how often a tool ran.
 */
final class AskingServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicInteger questions = new AtomicInteger();
    private final Script script =
            new Script(Script.Era.LEGACY).tool("book", this::ask).tool("look", this::ask);
    private final PipeServer pipes = new PipeServer(script);
    private final WebServer web = new WebServer(script);

    AskingServer() throws IOException {}

    /** How often a tool was called. */
    int calls(String tool) {
        return script.received(message -> message.tool().equals(tool)).size();
    }

    /** What starts it as a child. */
    List<String> command() {
        return pipes.command();
    }

    /** Where it answers over HTTP. */
    String url() {
        return web.url();
    }

    private void ask(Received call) throws Exception {
        List<String> names = new ArrayList<>();
        for (String what : List.of("first", "second")) {
            call.message()
                    .at("params", "_meta", "progressToken")
                    .map(Spelled::text)
                    .ifPresent(token -> progress(call, token, names.size() + 1));
            String id = "q" + questions.incrementAndGet();
            call.send(utf8("{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"method\":\"elicitation/create\",\"params\":{"
                    + "\"message\":\"" + what + "\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"name\":"
                    + "{\"type\":\"string\"}}}}}"));
            Spelled answer = script.await(
                            message -> message.id().equals("\"" + id + "\"")
                                    && message.method().equals("response"),
                            PATIENCE)
                    .message();
            names.add(answer.string("result", "content", "name").orElse("nobody"));
        }
        call.result(Script.text(String.join(" and ", names)));
    }

    private static void progress(Received call, String token, int progress) {
        try {
            call.tell("notifications/progress", "{\"progressToken\":" + token + ",\"progress\":" + progress + "}");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        pipes.close();
        web.close();
    }
}
