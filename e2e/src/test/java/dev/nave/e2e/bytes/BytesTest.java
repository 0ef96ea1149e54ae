package dev.nave.e2e.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.HubProcess;
import dev.nave.e2e.scripted.Client;
import dev.nave.e2e.scripted.Messages;
import dev.nave.e2e.scripted.PipeClient;
import dev.nave.e2e.scripted.PipeServer;
import dev.nave.e2e.scripted.Received;
import dev.nave.e2e.scripted.Script;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.Spelled;
import dev.nave.e2e.scripted.WebClient;
import dev.nave.e2e.scripted.WebServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Arguments and results stay as they were spelled, through every pair of eras and wires. A hub on HTTP and one on stdio
 * stand before the same four servers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BytesTest {
    enum Wire {
        HTTP,
        STDIO
    }

    private final Map<Era, Script> webScripts = new EnumMap<>(Era.class);
    private final Map<Era, Script> pipeScripts = new EnumMap<>(Era.class);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<String, Client> clients = new TreeMap<>();

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        HubProcess.Configuration configuration = new HubProcess.Configuration("prefix");
        for (Era era : Era.values()) {
            webScripts.put(era, Mirror.script(era));
            pipeScripts.put(era, Mirror.script(era));
            WebServer web = opened(new WebServer(webScripts.get(era)));
            PipeServer pipe = opened(new PipeServer(pipeScripts.get(era)));
            configuration.http(alias(Wire.HTTP, era), web.url()).stdio(alias(Wire.STDIO, era), pipe.command());
        }
        HubProcess hub = opened(HubProcess.start(directory, configuration));
        Path file = Files.writeString(directory.resolve("stdio.json"), configuration.text());
        List<String> command = new ArrayList<>(HubProcess.command());
        command.addAll(List.of("stdio", file.toString()));
        PipeClient process = opened(PipeClient.start(command, directory));
        for (Era era : Era.values()) {
            clients.put(alias(Wire.HTTP, era), WebClient.open(hub.url(), era));
            clients.put(alias(Wire.STDIO, era), process.in(era));
        }
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @ParameterizedTest(name = "{0} client over {1}, {2} server over {3}")
    @CsvSource({
        "LEGACY, HTTP, LEGACY, HTTP",
        "LEGACY, HTTP, LEGACY, STDIO",
        "LEGACY, HTTP, MODERN, HTTP",
        "LEGACY, HTTP, MODERN, STDIO",
        "LEGACY, STDIO, LEGACY, HTTP",
        "LEGACY, STDIO, LEGACY, STDIO",
        "LEGACY, STDIO, MODERN, HTTP",
        "LEGACY, STDIO, MODERN, STDIO",
        "MODERN, HTTP, LEGACY, HTTP",
        "MODERN, HTTP, LEGACY, STDIO",
        "MODERN, HTTP, MODERN, HTTP",
        "MODERN, HTTP, MODERN, STDIO",
        "MODERN, STDIO, LEGACY, HTTP",
        "MODERN, STDIO, LEGACY, STDIO",
        "MODERN, STDIO, MODERN, HTTP",
        "MODERN, STDIO, MODERN, STDIO",
    })
    void everyTokenStays(Era clientEra, Wire clientWire, Era serverEra, Wire serverWire) throws Exception {
        Client client = Objects.requireNonNull(clients.get(alias(clientWire, clientEra)));
        Script script = Objects.requireNonNull((serverWire == Wire.HTTP ? webScripts : pipeScripts).get(serverEra));
        Map<String, String> differences = new TreeMap<>();
        for (String tool : List.of(Mirror.WHOLE, Mirror.STREAM)) {
            for (Payload payload : Payload.values()) {
                byte[] request = Messages.call(
                        clientEra, client.freshId(), alias(serverWire, serverEra) + "__" + tool, payload.arguments());
                byte[] response =
                        switch (client) {
                            case WebClient web -> web.exchange(request, Mirror.parts(request));
                            default -> client.exchange(request);
                        };
                Received received =
                        script.received(call -> call.tool().equals(tool)).getLast();
                Comparison.difference(payload.arguments(), received, Spelled.of(response))
                        .ifPresent(difference -> differences.put(tool + " " + payload, difference));
            }
        }
        assertThat(differences).isEmpty();
    }

    private static String alias(Wire wire, Era era) {
        return (era + "-" + wire).toLowerCase(Locale.ROOT);
    }

    private <T extends AutoCloseable> T opened(T each) {
        open.add(each);
        return each;
    }
}
