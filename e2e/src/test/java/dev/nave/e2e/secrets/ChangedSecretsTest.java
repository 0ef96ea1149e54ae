package dev.nave.e2e.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.Child;
import dev.nave.e2e.HubProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret that changes under a hub that runs. */
final class ChangedSecretsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path LIGHT = Path.of("src/test/sh/light-server.sh").toAbsolutePath();

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path directory;

    @Test
    void onlyServersThatUseItAreStartedAnewByAReloadAndByTime() throws Exception {
        environment.put("XDG_CONFIG_HOME", directory.toString());
        environment.put("NAVE_LOG", "INFO");
        Files.writeString(directory.resolve("first"), "old");
        Files.writeString(directory.resolve("nave.yaml"), """
            listen: { unix: nave.sock }
            secrets: { refresh: { secret: 1s } }
            mcpServers:
              first: { command: sh, args: ["%1$s", first], env: { TOKEN: "${file:first}" } }
              second: { command: sh, args: ["%1$s", second], env: { TOKEN: "${secret:second}" } }
              neither: { command: sh, args: ["%1$s", neither], env: { TOKEN: "plain" } }
            """.formatted(LIGHT));
        List<String> command = new ArrayList<>(HubProcess.command());
        command.addAll(List.of("serve", "--http", "127.0.0.1:0"));
        try (Child hub = Child.start("the hub", command, environment, directory)) {
            String url = hub.awaitLine(Pattern.compile("ready at (http://\\S+)"), PATIENCE)
                    .group(1);
            PlainClient client = PlainClient.open(url, (request, answer) -> {});
            String first = call(client, "first");
            String neither = call(client, "neither");
            hub.awaitLine(Pattern.compile("reference=\"\\$\\{secret:second}\" outcome=unavailable"), PATIENCE);

            Files.writeString(directory.resolve("first"), "new");
            assertThat(nave("", "reload").code()).isZero();
            hub.awaitLine(Pattern.compile("Server first is started anew, for .*first}. changed"), PATIENCE);
            hub.awaitLine(Pattern.compile("Server first is ready after"), PATIENCE, 2);
            assertThat(call(client, "first")).isNotEqualTo(first);
            assertThat(call(client, "neither")).isEqualTo(neither);

            // One that waits for its secret comes by itself, and is started anew when the secret changes.
            assertThat(nave("value", "secret", "set", "second").code()).isZero();
            hub.awaitLine(Pattern.compile("Server second is ready after"), PATIENCE);
            String second = call(client, "second");
            assertThat(nave("another", "secret", "set", "second").code()).isZero();
            hub.awaitLine(Pattern.compile("Server second is started anew, for .*second}. changed"), PATIENCE);
            hub.awaitLine(Pattern.compile("Server second is ready after"), PATIENCE, 2);
            assertThat(call(client, "second")).isNotEqualTo(second);
            assertThat(call(client, "neither")).isEqualTo(neither);
        }
    }

    /** The name and the process of a server; waits for it. */
    private static String call(PlainClient client, String server) throws IOException, InterruptedException {
        Matcher answer = Pattern.compile("\"text\":\"(" + server + " \\d+)\"").matcher(client.call(server + "__echo"));
        assertThat(answer.find()).as(server).isTrue();
        return answer.group(1);
    }

    private NaveRun nave(String input, String... arguments) throws IOException, InterruptedException {
        return NaveRun.of(directory, environment, input, arguments);
    }
}
