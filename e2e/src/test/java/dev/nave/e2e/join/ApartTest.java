package dev.nave.e2e.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.faults.LightServer;
import dev.nave.e2e.scripted.Client;
import dev.nave.e2e.scripted.Messages;
import dev.nave.e2e.scripted.PipeClient;
import dev.nave.e2e.scripted.PipeServer;
import dev.nave.e2e.scripted.Received;
import dev.nave.e2e.scripted.Script;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.Spelled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that share a hub share its servers and nothing else, and those for which it would not be the same share none. */
final class ApartTest {
    private static final Optional<String> QUESTION = Optional.of("elicitation/create");
    private static final int CLIENTS = 4;
    private static final int ROUNDS = 5;

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private Company company;

    @BeforeEach
    void meet() {
        company = new Company(directory);
    }

    @Test
    void whatAServerAsksReachesTheClientWhoseCallItIsAndNoOther() throws Exception {
        Script script = new Script(Era.LEGACY);
        script.tool("ask", call -> ask(script, call));
        try (PipeServer server = new PipeServer(script);
                ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> command = server.command();
            Path file = Files.writeString(
                    directory.resolve("nave.yaml"),
                    "waits: { startBudget: 60s }\nmcpServers:\n  asker: { command: " + command.getFirst() + ", args: ["
                            + String.join(", ", command.subList(1, command.size())) + "] }\n");
            CountDownLatch opened = new CountDownLatch(CLIENTS);
            List<Future<?>> talks = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String name = "client-" + i;
                talks.add(all.submit(() -> {
                    try (PipeClient client = company.start(file)) {
                        open(client);
                        opened.countDown();
                        opened.await();
                        assertThat(company.hub().isAlive()).isTrue();
                        talk(client, name);
                    }
                    return name;
                }));
            }
            for (Future<?> talk : talks) {
                talk.get();
            }
            assertThat(script.received(call -> call.tool().equals("ask")))
                    .hasSizeGreaterThanOrEqualTo(CLIENTS * ROUNDS);
        }
    }

    private static void ask(Script script, Received call) throws Exception {
        String who = call.message()
                .at("params", "arguments", "who")
                .map(Spelled::text)
                .orElse("")
                .replace("\"", "");
        String id = "q-" + who;
        call.send(("{\"jsonrpc\":\"2.0\",\"id\":\"" + id
                        + "\",\"method\":\"elicitation/create\",\"params\":{\"message\":\"" + who
                        + "\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}}}}")
                .getBytes(StandardCharsets.UTF_8));
        Spelled answer = script.await(
                        message -> message.id().equals("\"" + id + "\"")
                                && message.method().equals("response"),
                        Company.PATIENCE)
                .message();
        String name = answer.string("result", "content", "name")
                .or(() -> answer.string("error", "message"))
                .orElse("nobody");
        call.result(Script.text(who + " is " + name.replace('"', ' ')));
    }

    private static void open(PipeClient client) throws IOException, InterruptedException {
        client.write(Messages.initialize("\"open\"", "{\"elicitation\":{}}"));
        client.await(message -> message.at("result", "serverInfo").isPresent());
        client.write(Messages.initialized());
    }

    private static void talk(PipeClient client, String name) throws IOException, InterruptedException {
        int done = 0;
        // Of those that ask at once for the first time all but one are told to call again: whose question it was is
        // unclear.
        for (int call = 0; done < ROUNDS && call < ROUNDS * CLIENTS; call++) {
            String who = name + "-" + call;
            client.write(Messages.call(Era.LEGACY, "\"" + who + "\"", "asker__ask", "{\"who\":\"" + who + "\"}"));
            Spelled first =
                    Spelled.of(client.await(message -> message.string("method").equals(QUESTION) || isAnswer(message)));
            if (isAnswer(first)) {
                assertThat(first.text()).contains(who, "kept apart from now on");
                continue;
            }
            assertThat(first.string("params", "message")).contains(who);
            client.write(("{\"jsonrpc\":\"2.0\",\"id\":"
                            + first.at("id").orElseThrow().text()
                            + ",\"result\":{\"action\":\"accept\",\"content\":{\"name\":\"" + who + "\"}}}")
                    .getBytes(StandardCharsets.UTF_8));
            Spelled answer = Spelled.of(client.await(ApartTest::isAnswer));
            assertThat(answer.text()).contains(who + " is " + who).contains("\"id\":\"" + who + "\"");
            done++;
        }
        assertThat(done).isEqualTo(ROUNDS);
    }

    private static boolean isAnswer(Spelled message) {
        return message.at("result", "content").isPresent()
                || message.at("error").isPresent();
    }

    @Test
    void allOfThemHearThatTheConfigurationChangedAndLaterOnesJoinTheSameHub() throws Exception {
        Path file = company.configuration("light");
        try (PipeClient one = company.start(file);
                PipeClient other = company.start(file)) {
            Client first = one.in(Era.LEGACY);
            Client second = other.in(Era.LEGACY);
            assertThat(first.call("light__echo", "{}").text()).contains(company.mark());
            assertThat(second.call("light__echo", "{}").text()).contains(company.mark());
            company.configuration("light", "late");
            for (PipeClient each : List.of(one, other)) {
                each.await(message -> message.string("method").equals(Optional.of("notifications/tools/list_changed")));
            }
            company.awaitServers(2);
            company.answered(one, Era.MODERN, "late");
            company.answered(other, Era.MODERN, "late");
            Files.writeString(file, "nonsense: 1\n");
            try (PipeClient third = company.start(file)) {
                company.answered(third, Era.MODERN, "late");
                company.answered(one, Era.MODERN, "light");
            }
            assertThat(company.servers()).hasSize(2);
        }
        company.awaitServers(0);
    }

    @Test
    void anotherConfigurationAnotherNameStyleOrAnotherStateIsAnotherHub() throws Exception {
        Path file = company.configuration("light");
        Path same = Files.copy(file, directory.resolve("copy.yaml"));
        Path link = Files.createSymbolicLink(directory.resolve("link.yaml"), file);
        try (PipeClient first = company.start(file);
                PipeClient linked = company.start(link);
                PipeClient copied = company.start(same);
                PipeClient dotted = company.start(file, "--names", "dot");
                PipeClient elsewhere = company.startIn(
                        directory,
                        Map.of("XDG_STATE_HOME", directory.resolve("other").toString()),
                        file)) {
            company.answered(first, Era.MODERN, "light");
            company.answered(linked, Era.MODERN, "light");
            company.answered(copied, Era.MODERN, "light");
            company.answered(elsewhere, Era.MODERN, "light");
            assertThat(dotted.in(Era.MODERN).call("light.echo", "{}").text()).contains(company.mark());
            company.awaitServers(4);
        }
        company.awaitServers(0);
    }

    @Test
    void aClientWithOtherVariablesOrAnotherDirectoryThatMattersGetsAHubOfItsOwn() throws Exception {
        Path here = Files.createDirectory(directory.resolve("here"));
        Path there = Files.createDirectory(directory.resolve("there"));
        List<String> command = LightServer.command(company.mark() + "-light");
        String args = String.join(", ", command.subList(1, command.size()));
        Path file = Files.writeString(
                directory.resolve("nave.yaml"),
                "mcpServers:\n  light: { command: sh, args: [" + args + "], env: { TOKEN: \"${env:TOKEN}\" } }\n");
        Map<String, String> mine = Map.of("TOKEN", "mine");
        try (PipeClient first = company.startIn(here, mine, file)) {
            company.answered(first, Era.MODERN, "light");
            try (PipeClient alike = company.startIn(there, mine, file);
                    PipeClient different = company.startIn(here, Map.of("TOKEN", "another"), file)) {
                company.answered(alike, Era.MODERN, "light");
                company.awaitServers(1);
                company.answered(different, Era.MODERN, "light");
                company.awaitServers(2);
            }
        }
        company.awaitServers(0);
        Path relative = Files.writeString(
                directory.resolve("relative.yaml"), "mcpServers:\n  light: { command: sh, args: [" + args + ", .] }\n");
        try (PipeClient first = company.startIn(here, Map.of(), relative)) {
            company.answered(first, Era.MODERN, "light");
            try (PipeClient alike = company.startIn(here, Map.of(), relative);
                    PipeClient different = company.startIn(there, Map.of(), relative)) {
                company.answered(alike, Era.MODERN, "light");
                company.awaitServers(1);
                company.answered(different, Era.MODERN, "light");
                company.awaitServers(2);
            }
        }
        company.awaitServers(0);
    }
}
