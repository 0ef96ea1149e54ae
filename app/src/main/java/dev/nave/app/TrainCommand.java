package dev.nave.app;

import dev.nave.app.cli.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * The errand from which the packaging step makes the AOT cache: a hub of samples is started, served over HTTP, used by
 * clients of both eras and by the commands, and stopped, all in this process. No use to people, hence hidden.
 */
@Command(name = "train", hidden = true, description = "Runs through what Nave does, for the AOT cache.")
final class TrainCommand implements Callable<Integer> {
    private static final int ROUNDS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern READY = Pattern.compile("ready at (http://.+/mcp)");
    // A build may share its machine with much else, and nobody waits for this one.
    private static final String SERVERS = """
        waits: { probe: 2m, start: 4m, call: 4m }
        mcpServers:
          files: { sample: files }
          notes: { sample: notes }
        """;

    @Parameters(paramLabel = "DIRECTORY", description = "For the files of the hub.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    Path home;

    @Override
    public Integer call() throws Exception {
        Path file = Files.writeString(home.resolve("nave.yaml"), SERVERS);
        Said said = new Said();
        // It ends with the process, in order.
        Thread.ofPlatform().daemon().start(() -> Nave.commandLine("serve")
                .setOut(new PrintWriter(said, true))
                .execute("serve", file.toString(), "--http", "127.0.0.1:0"));
        return use(said.url.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    private static int use(String url) throws IOException {
        PrintWriter nowhere = new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        int failures = 0;
        for (int round = 0; round < ROUNDS; round++) {
            failures += Nave.commandLine("tools").setOut(nowhere).execute("tools", "--url", url);
            failures += Nave.commandLine("call").setOut(nowhere).execute("call", "--url", url, "files__list", "path=.");
            failures +=
                    Nave.commandLine("call").setOut(nowhere).execute("call", "--url", url, "notes__add", "text=A note");
        }
        askAsLegacyClient(URI.create(url));
        if (failures > 0) {
            return CommandFailure.FAILED;
        }
        System.err.println("trained");
        return 0;
    }

    private static void askAsLegacyClient(URI url) throws IOException {
        String session = post(url, null, """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"nave-train","version":"1"}}}\
            """);
        post(url, session, """
            {"jsonrpc":"2.0","method":"notifications/initialized"}\
            """);
        for (int round = 0; round < ROUNDS; round++) {
            post(url, session, """
                {"jsonrpc":"2.0","id":2,"method":"tools/list"}\
                """);
            post(url, session, """
                {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"notes__list","arguments":{}}}\
                """);
        }
    }

    /** Posts one message and gives the session the answer names. */
    private static @Nullable String post(URI url, @Nullable String session, String message) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Accept", "application/json, text/event-stream");
        if (session != null) {
            connection.setRequestProperty("Mcp-Session-Id", session);
            connection.setRequestProperty("MCP-Protocol-Version", "2025-11-25");
        }
        try (OutputStream out = connection.getOutputStream()) {
            out.write(message.getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream answer = connection.getInputStream()) {
            answer.readAllBytes();
        }
        return connection.getHeaderField("Mcp-Session-Id");
    }

    /** What the hub says, until it says where it is ready. */
    private static final class Said extends StringWriter {
        private final CompletableFuture<String> url = new CompletableFuture<>();

        @Override
        public void write(String text, int from, int length) {
            super.write(text, from, length);
            Matcher ready = READY.matcher(getBuffer());
            if (ready.find()) {
                url.complete(ready.group(1));
            }
        }
    }
}
