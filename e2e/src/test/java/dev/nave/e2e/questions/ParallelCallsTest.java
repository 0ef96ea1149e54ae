package dev.nave.e2e.questions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.HubProcess;
import dev.nave.e2e.scripted.PipeServer;
import dev.nave.e2e.scripted.Post;
import dev.nave.e2e.scripted.Received;
import dev.nave.e2e.scripted.Script;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.Spelled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child process asks in the middle of one of several calls that are in flight on its pipe. */
final class ParallelCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void aModernClientIsAskedInTheCallThatAskedOnceTheOthersHaveEnded() throws Exception {
        Semaphore go = new Semaphore(0);
        Semaphore asked = new Semaphore(0);
        Script script = new Script(Era.LEGACY).tool("quiet", call -> {
            go.acquire();
            call.result(Script.text("quiet"));
        });
        script.tool("asks", call -> confirmed(script, call, "asks", asked));
        try (PipeServer server = new PipeServer(script);
                HubProcess hub = hub(server);
                Post quiet = call(hub, 1, "quiet", "")) {
            script.awaitCall("quiet", PATIENCE);
            Post asks = call(hub, 2, "asks", "");
            assertThat(asked.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            // Both are in flight and the hub has read the question: it is put to nobody until the quiet one has ended.
            go.release();
            assertThat(Spelled.of(quiet.response()).text()).contains("\"text\":\"quiet\"");
            assertThat(accepted(hub, "asks", Spelled.of(asks.response()))).contains("asks accept");
            asks.close();
            assertThat(server.children()).hasSize(1);
        }
    }

    @Test
    void ofTwoCallsThatAskAtOnceOneIsAskedAndTheOtherToldAtOnceWhyNot() throws Exception {
        Script script = new Script(Era.LEGACY);
        for (String tool : List.of("one", "two")) {
            script.tool(tool, call -> {
                script.awaitCall(tool.equals("one") ? "two" : "one", PATIENCE);
                confirmed(script, call, tool, new Semaphore(0));
            });
        }
        try (PipeServer server = new PipeServer(script);
                HubProcess hub = hub(server);
                Post one = call(hub, 1, "one", "");
                Post two = call(hub, 2, "two", "")) {
            Spelled first = Spelled.of(one.response());
            Spelled second = Spelled.of(two.response());
            boolean firstIsAsked = first.text().contains("input_required");
            assertThat((firstIsAsked ? second : first).text())
                    .as("the other one fails and says what to do")
                    .contains("kept apart from now on");
            String asked = firstIsAsked ? "one" : "two";
            assertThat(accepted(hub, asked, firstIsAsked ? first : second)).contains(asked + " accept");
        }
    }

    /** What a call ends with whose question is accepted. */
    private static String accepted(HubProcess hub, String tool, Spelled round) throws Exception {
        assertThat(round.text()).contains("input_required").contains(tool + "?");
        String answers = ",\"requestState\":\""
                + round.string("result", "requestState").orElseThrow()
                + "\",\"inputResponses\":{\"q-" + tool + "\":{\"action\":\"accept\",\"content\":{}}}";
        try (Post retry = call(hub, 3, tool, answers)) {
            return Spelled.of(retry.response()).text();
        }
    }

    /** Asks, and answers the call with what came of it. */
    private static void confirmed(Script script, Received call, String tool, Semaphore asked) throws Exception {
        call.send(utf8("""
            {"jsonrpc":"2.0","id":"q-%s","method":"elicitation/create","params":{"message":"%s?",\
            "requestedSchema":{"type":"object","properties":{}}}}\
            """.formatted(tool, tool)));
        call.send(utf8("{\"jsonrpc\":\"2.0\",\"id\":\"after-" + tool + "\",\"method\":\"ping\"}"));
        answer(script, "after-" + tool);
        asked.release();
        Spelled said = answer(script, "q-" + tool).message();
        String outcome = said.string("result", "action")
                .or(() -> said.string("error", "message"))
                .orElse("nothing");
        call.result(Script.text(tool + " " + outcome));
    }

    private static Received answer(Script script, String id) throws InterruptedException {
        return script.await(
                message -> message.method().equals("response") && message.id().equals("\"" + id + "\""), PATIENCE);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private HubProcess hub(PipeServer server) throws Exception {
        return HubProcess.start(directory, new HubProcess.Configuration("plain").stdio("scripted", server.command()));
    }

    /** A call of a modern client that can fill in forms. */
    private static Post call(HubProcess hub, int id, String tool, String more) throws Exception {
        String body = """
            {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"%s","arguments":{},"_meta":{\
            "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientCapabilities":{"elicitation":{"form":{}}}}%s}}\
            """.formatted(id, tool, more);
        Map<String, String> headers = Map.of(
                "Accept", "application/json, text/event-stream",
                "Content-Type", "application/json",
                "MCP-Protocol-Version", "2026-07-28",
                "Mcp-Method", "tools/call",
                "Mcp-Name", tool);
        return Post.send(hub.url(), "POST", headers, List.of(utf8(body)));
    }
}
