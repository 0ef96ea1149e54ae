package dev.nave.e2e.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.HubProcess;
import dev.nave.e2e.scripted.Messages;
import dev.nave.e2e.scripted.Script.Era;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code nave stdio < requests}: what is asked before the input ends is answered before the output does. */
final class PipedTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everythingIsAnsweredThatWasAskedBeforeTheInputEnded(boolean alone) throws Exception {
        Company company = new Company(directory);
        Path file = company.configuration("light");
        ByteArrayOutputStream requests = new ByteArrayOutputStream();
        for (byte[] message : List.of(
                Messages.initialize("1", "{}"),
                Messages.initialized(),
                Messages.request(Era.LEGACY, "2", "tools/list", ""),
                Messages.call(Era.LEGACY, "3", "light__echo", "{}"),
                Messages.request(
                        Era.MODERN, "4", "subscriptions/listen", "\"notifications\":{\"toolsListChanged\":true}"),
                Messages.call(Era.MODERN, "5", "light__echo", "{}"))) {
            requests.write(message);
            requests.write('\n');
        }
        List<String> command = new ArrayList<>(HubProcess.command());
        command.addAll(List.of("stdio", file.toString()));
        if (alone) {
            command.add("--no-join");
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
        builder.environment().remove("XDG_RUNTIME_DIR");
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(requests.toByteArray());
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(said.lines().filter(line -> line.contains("\"result\""))).hasSizeGreaterThanOrEqualTo(4);
        assertThat(said)
                .contains("\"serverInfo\"", "light__echo", company.mark() + "-light")
                .contains("\"id\":1,", "\"id\":2,", "\"id\":3,", "\"id\":5,");
        company.awaitServers(0);
        company.awaitNoSocket();
    }
}
