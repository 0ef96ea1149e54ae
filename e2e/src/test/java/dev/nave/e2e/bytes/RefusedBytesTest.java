package dev.nave.e2e.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.HubProcess;
import dev.nave.e2e.scripted.Client;
import dev.nave.e2e.scripted.Messages;
import dev.nave.e2e.scripted.PipeClient;
import dev.nave.e2e.scripted.PipeServer;
import dev.nave.e2e.scripted.Post;
import dev.nave.e2e.scripted.Received;
import dev.nave.e2e.scripted.Script;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.Spelled;
import dev.nave.e2e.scripted.WebClient;
import dev.nave.e2e.scripted.WebServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bytes that are no message, or too much of one, get a clear error, whichever side sends them; a call that is under way
 * meanwhile, and the next one, are not disturbed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusedBytesTest {
    private final Semaphore held = new Semaphore(0);
    private final List<AutoCloseable> open = new ArrayList<>();
    private HubProcess hub;
    private PipeClient process;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        WebServer web = opened(new WebServer(script(Era.MODERN)));
        PipeServer pipe = opened(new PipeServer(script(Era.LEGACY)));
        HubProcess.Configuration configuration = new HubProcess.Configuration("prefix")
                .http("web", web.url())
                .stdio("pipe", pipe.command())
                .serverWait("pipe", "call", "3s")
                .bound("message", 256 << 10)
                .bound("line", 512 << 10)
                .bound("result", 512 << 10);
        hub = opened(HubProcess.start(directory, configuration));
        Path file = Files.writeString(directory.resolve("stdio.json"), configuration.text());
        List<String> command = new ArrayList<>(HubProcess.command());
        command.addAll(List.of("stdio", file.toString()));
        process = opened(PipeClient.start(command, directory));
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientOnHttpIsToldWhatIsWrong(Wrong wrong) throws Exception {
        for (Era era : Era.values()) {
            WebClient client = WebClient.open(hub.url(), era);
            undisturbed(client, () -> {
                byte[] body = wrong.in(Messages.call(era, "7", "web__echo", "{}"));
                try (Post post = client.sendRaw("web__echo", body)) {
                    assertThat(post.status()).isBetween(400, 499);
                    assertThatItSaysWhatIsWrong(Spelled.of(post.response()));
                }
            });
            client.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientOnStdioIsToldWhatIsWrong(Wrong wrong) throws Exception {
        for (Era era : Era.values()) {
            undisturbed(process.in(era), () -> {
                process.write(wrong.in(Messages.call(era, "\"wrong\"", "web__echo", "{}")));
                byte[] answer = process.await(message -> message.at("error").isPresent());
                assertThatItSaysWhatIsWrong(Spelled.of(answer));
            });
        }
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void aServerThatAnswersSoFailsOnlyThisCall(Wrong wrong) throws Exception {
        for (String server : List.of("web", "pipe")) {
            Client client = WebClient.open(hub.url(), Era.MODERN);
            undisturbed(client, () -> {
                Spelled answer = client.call(server + "__" + wrong, "{}");
                boolean failed = answer.at("error").isPresent()
                        || answer.at("result", "isError").map(Spelled::text).equals(Optional.of("true"));
                // A mark at the beginning may be passed over (RFC 8259 §8.1), which some programs rely on.
                assertThat(failed || wrong == Wrong.BYTE_ORDER_MARK)
                        .as("an error in %s", answer)
                        .isTrue();
                assertThat(client.call(server + "__echo", "{}").text()).contains("\"text\":\"echo\"");
            });
        }
    }

    private static void assertThatItSaysWhatIsWrong(Spelled answer) {
        assertThat(answer.string("error", "message").orElse("")).isNotBlank();
        assertThat(answer.at("error", "code").map(Spelled::text).orElse("")).matches("-32\\d{3}");
        assertThat(answer.at("id").map(Spelled::text).orElse("absent")).isIn("null", "7", "\"wrong\"", "absent");
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Runs a step while a call is under way, and sees that call and a further one to a good end. */
    private void undisturbed(Client client, Step step) throws Exception {
        FutureTask<Spelled> underWay = new FutureTask<>(() -> client.call("web__hold", "{}"));
        Thread.ofVirtual().start(underWay);
        try {
            step.run();
            assertThat(client.call("web__echo", "{}").text()).contains("\"text\":\"echo\"");
        } finally {
            held.release();
        }
        assertThat(underWay.get(30, TimeUnit.SECONDS).text()).contains("\"text\":\"held\"");
    }

    private Script script(Era era) {
        Script script = new Script(era).tool("hold", call -> {
            held.acquire();
            call.result(Script.text("held"));
        });
        for (Wrong wrong : Wrong.values()) {
            script.tool(wrong.name(), call -> answer(call, wrong));
        }
        return script;
    }

    private static void answer(Received call, Wrong wrong) throws IOException {
        String result = "{\"content\":[],\"structuredContent\":{}}";
        byte[] response = wrong.in(("{\"jsonrpc\":\"2.0\",\"id\":" + call.id() + ",\"result\":" + result + "}")
                .getBytes(StandardCharsets.UTF_8));
        call.answer(response);
    }

    private <T extends AutoCloseable> T opened(T each) {
        open.add(each);
        return each;
    }
}
