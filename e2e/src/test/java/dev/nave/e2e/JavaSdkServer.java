package dev.nave.e2e;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageRequest;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.LoggingMessageNotification;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.PromptArgument;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.SamplingMessage;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A server written with the official Java SDK, on standard input and output; it offers what the other peers offer. */
@SuppressWarnings("deprecation") // The SDK has deprecated its constructors for builders; both do.
final class JavaSdkServer {
    private JavaSdkServer() {}

    /** Serves until its input ends. */
    public static void main(String[] arguments) throws InterruptedException {
        var server = McpServer.sync(new StdioServerTransportProvider(
                        McpJsonDefaults.getMapper(), new LastInput(System.in), System.out))
                .serverInfo("java", "1.0.0")
                .capabilities(ServerCapabilities.builder()
                        .tools(false)
                        .resources(false, false)
                        .prompts(false)
                        .logging()
                        .build())
                .toolCall(
                        tool("echo", Map.of("text", Map.of("type", "string"))),
                        (exchange, call) -> said(String.valueOf(call.arguments().get("text"))))
                .toolCall(tool("fail", Map.of()), (exchange, call) -> CallToolResult.builder()
                        .addTextContent("It failed")
                        .isError(true)
                        .build())
                .toolCall(tool("work", Map.of()), JavaSdkServer::work)
                .toolCall(tool("ask", Map.of()), JavaSdkServer::ask)
                .resources(new SyncResourceSpecification(
                        Resource.builder()
                                .uri("peer://note")
                                .name("note")
                                .mimeType("text/plain")
                                .build(),
                        (exchange, read) -> new ReadResourceResult(
                                List.of(new TextResourceContents(read.uri(), "text/plain", "A note")))))
                .prompts(new SyncPromptSpecification(
                        new Prompt("hello", "Says hello", List.of(new PromptArgument("name", "Whom to greet", true))),
                        (exchange, get) -> new GetPromptResult(
                                "Says hello",
                                List.of(new PromptMessage(
                                        Role.USER,
                                        new TextContent(
                                                "Hello " + get.arguments().get("name")))))))
                .build();
        assert server != null;
        new CountDownLatch(1).await();
    }

    private static CallToolResult work(McpSyncServerExchange exchange, CallToolRequest call) {
        Object token = call.meta() == null ? null : call.meta().get("progressToken");
        for (int step = 1; step <= 3; step++) {
            // As work does; and some clients drop progress that comes together with the result.
            LockSupport.parkNanos(20_000_000);
            exchange.loggingNotification(new LoggingMessageNotification(LoggingLevel.INFO, "java", "step " + step));
            if (token != null) {
                exchange.progressNotification(new ProgressNotification(token, step, 3.0, "step " + step));
            }
        }
        return said("worked");
    }

    // Elicitation, which the other peers use, cannot be written by this SDK with the JSON library of this project.
    private static CallToolResult ask(McpSyncServerExchange exchange, CallToolRequest call) {
        CreateMessageResult answer = exchange.createMessage(CreateMessageRequest.builder()
                .messages(List.of(new SamplingMessage(Role.USER, new TextContent("Who are you?"))))
                .maxTokens(10)
                .build());
        return said("You are " + ((TextContent) answer.content()).text());
    }

    private static Tool tool(String name, Map<String, Object> properties) {
        return Tool.builder()
                .name(name)
                .description(name)
                .inputSchema(Map.of("type", "object", "properties", properties))
                .build();
    }

    private static CallToolResult said(String text) {
        return CallToolResult.builder().addTextContent(text).build();
    }

    /** The SDK's server stays when its input has ended; a child of a hub should not. */
    private static final class LastInput extends FilterInputStream {
        LastInput(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            if (read < 0) {
                System.exit(0);
            }
            return read;
        }
    }
}
