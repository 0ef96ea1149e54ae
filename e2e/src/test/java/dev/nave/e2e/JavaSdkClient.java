package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the official Java SDK, which uses what the peers offer through the hub. */
@SuppressWarnings("deprecation") // The SDK has deprecated its constructors for builders; both do.
final class JavaSdkClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BlockingQueue<String> progress = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> logs = new LinkedBlockingQueue<>();
    private final McpSyncClient client;

    JavaSdkClient(String url) {
        URI uri = URI.create(url);
        client = McpClient.sync(HttpClientStreamableHttpTransport.builder(
                                uri.resolve("/").toString())
                        .endpoint(uri.getPath())
                        .build())
                .requestTimeout(PATIENCE)
                .initializationTimeout(PATIENCE)
                .capabilities(
                        ClientCapabilities.builder().elicitation().sampling().build())
                .sampling(asked -> new CreateMessageResult(
                        Role.ASSISTANT, new TextContent("Ada"), "none", CreateMessageResult.StopReason.END_TURN))
                .elicitation(form -> new ElicitResult(ElicitResult.Action.ACCEPT, Map.of("name", "Ada")))
                .progressConsumer(told -> progress.add(String.valueOf(told.progressToken())))
                .loggingConsumer(told -> logs.add(told.data()))
                .build();
        client.initialize();
    }

    /** Lists, calls, fails, hears progress and logs, reads, gets a prompt and answers a question. */
    void useAll(String alias) throws InterruptedException {
        assertThat(client.listTools().tools()).anyMatch(tool -> tool.name().equals(alias + "__echo"));
        assertThat(text(call(alias + "__echo", Map.of("text", "Grüße")))).isEqualTo("Grüße");
        assertThat(call(alias + "__fail", Map.of()).isError()).isTrue();
        client.setLoggingLevel(LoggingLevel.DEBUG);
        String token = "token of " + alias;
        CallToolResult worked =
                client.callTool(new CallToolRequest(alias + "__work", Map.of(), Map.of("progressToken", token)));
        assertThat(text(worked)).isEqualTo("worked");
        assertThat(progress.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(token);
        assertThat(logs.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).startsWith("step");
        progress.clear();
        logs.clear();
        var read = client.readResource(new ReadResourceRequest(alias + "+peer://note"));
        assertThat(read.contents().getFirst())
                .isInstanceOfSatisfying(TextResourceContents.class, note -> assertThat(note.text())
                        .isEqualTo("A note"));
        var prompt = client.getPrompt(new GetPromptRequest(alias + "__hello", Map.of("name", "Ada")));
        assertThat(prompt.messages().getFirst().content())
                .isInstanceOfSatisfying(
                        TextContent.class, hello -> assertThat(hello.text()).isEqualTo("Hello Ada"));
        assertThat(text(call(alias + "__ask", Map.of()))).isEqualTo("You are Ada");
    }

    private CallToolResult call(String name, Map<String, Object> arguments) {
        return client.callTool(new CallToolRequest(name, arguments));
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }

    @Override
    public void close() {
        client.close();
    }
}
