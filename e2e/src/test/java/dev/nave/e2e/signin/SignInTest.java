package dev.nave.e2e.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.Child;
import dev.nave.e2e.HubProcess;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.hub.configuration.ApiKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The program as people use it with a server that asks them to sign in, and an authorization server that lets them. */
@Tag("long")
final class SignInTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern PAGE = Pattern.compile("^(http://127\\.0\\.0\\.1:\\d+/authorize\\?\\S+)$");
    private static final String ADVICE = "Run 'nave login guarded'";
    private static final int CALLS = 20;

    private final List<String> said = new ArrayList<>();

    @TempDir
    Path directory;

    private GuardedServer server;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        server = new GuardedServer();
        file = configured("");
    }

    /** Whatever was said in a test, it was none of the tokens. */
    @AfterEach
    void stop() throws IOException {
        server.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                said.add(new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1));
            }
        }
        for (String token : server.authority.tokens) {
            String encoded = Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
            for (String text : said) {
                assertThat(text).doesNotContain(token, encoded.substring(0, encoded.length() - 4));
            }
        }
    }

    private Path configured(String more) throws IOException {
        return Files.writeString(directory.resolve("nave.yaml"), """
            names: plain
            state: state
            secrets: { store: secrets.json, masterKey: file, keyFile: master.key }
            mcpServers:
              guarded:
                url: %s
            """.formatted(server.url()) + more);
    }

    private Child nave(String... arguments) {
        List<String> command = new ArrayList<>(HubProcess.command());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-c", file.toString()));
        return Child.start("nave " + String.join(" ", arguments), command, Map.of("NAVE_LOG", "TRACE"), directory);
    }

    /** Runs a command to its end; what it said. */
    private String run(int code, String... arguments) throws InterruptedException {
        try (Child command = nave(arguments)) {
            int end = command.awaitEnd(PATIENCE);
            said.add(command.output());
            assertThat(end).as(command.output()).isEqualTo(code);
            return command.output();
        }
    }

    /** The operator signs in with the page the command prints; what it said in the end. */
    private String login(int code) throws Exception {
        try (Child command = nave("login", "guarded", "--no-browser")) {
            String page = command.awaitLine(PAGE, PATIENCE).group(1);
            new Person().open(URI.create(page));
            int end = command.awaitEnd(PATIENCE);
            said.add(command.output());
            assertThat(end).as(command.output()).isEqualTo(code);
            return command.output();
        }
    }

    private HubProcess hub() throws InterruptedException {
        return HubProcess.serve(directory, file);
    }

    @Test
    void theOperatorSignsInAtATerminalAndOutAgain() throws Exception {
        try (HubProcess hub = hub()) {
            hub.awaitLine(Pattern.compile(Pattern.quote(ADVICE)));
            assertThat(run(0, "login", "--status")).contains("guarded: nobody is signed in");

            assertThat(login(0))
                    .contains("Signed in to 'guarded' at http://127.0.0.1")
                    .contains("4 tools");

            // The hub that could not get in goes on by itself.
            hub.awaitLine(Pattern.compile("guarded.*ready"));
            Caller caller = Caller.opening(hub.url(), Era.LEGACY, "", page -> {
                throw new AssertionError("Nobody is to be asked");
            });
            assertThat(Caller.text(caller.call("whoami"))).isEqualTo("person-2");
            assertThat(run(0, "login", "--status")).contains("all signed in at", "renewed by itself");
            assertThat(run(0, "login", "--status", "--json")).contains("\"holder\":\"all\"");

            assertThat(caller.call("boom").toString()).doesNotContain("t0ken");
            caller.call("away");
            assertThat(server.strangers).isEmpty();
            said.addAll(caller.told);
            said.add(run(0, "status", "--url", hub.url()));

            assertThat(run(0, "logout", "guarded")).contains("Signed out of 'guarded'");
            assertThat(server.authority.revoked.take()).startsWith("r3fresh-");
            server.authority.forgetEverybody();
            JsonNode refused = Caller.callWithoutPages(hub.url(), "whoami", "");
            assertThat(Caller.text(refused)).contains("it wants a sign-in").contains(ADVICE);
            said.add(hub.output());
        }
        assertThat(Files.readString(directory.resolve("secrets.json"))).doesNotContain(server.url());
    }

    @ParameterizedTest
    @EnumSource
    void aCallWaitsUntilItsPersonHasSignedInAndAllowedMore(Era era) throws Exception {
        login(0);
        try (HubProcess hub = hub()) {
            hub.awaitLine(Pattern.compile("guarded.*ready"));
            Caller caller = Caller.opening(hub.url(), era, "", page -> assertThat(new Person().agree(page, ""))
                    .contains("Signed in"));
            String before = Caller.text(caller.call("whoami"));
            server.authority.forgetEverybody();
            server.authority.scopesAsked.clear();

            JsonNode refused = Caller.callWithoutPages(hub.url(), "whoami", "");
            assertThat(refused.path("isError").asBoolean(false)).isTrue();
            assertThat(Caller.text(refused)).contains(ADVICE);
            assertThat(Caller.text(caller.call("whoami"))).startsWith("person-").isNotEqualTo(before);
            assertThat(server.authority.scopesAsked.take()).isEqualTo("read");

            JsonNode small = Caller.callWithoutPages(hub.url(), "write", "");
            assertThat(Caller.text(small)).contains("it needs the scopes write").contains(ADVICE);
            assertThat(Caller.text(caller.call("write"))).isEqualTo("written");
            assertThat(server.authority.scopesAsked.take()).isEqualTo("read write");
            said.addAll(caller.told);
            said.add(hub.output());
        }
    }

    @Test
    void howeverManyCallsAndHubsNeedItATokenIsRenewedOnce() throws Exception {
        server.authority.life = 0;
        login(0);
        try (HubProcess one = hub();
                HubProcess other = hub();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            one.awaitLine(Pattern.compile("guarded.*ready"));
            other.awaitLine(Pattern.compile("guarded.*ready"));
            List<Future<String>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                HubProcess hub = i % 2 == 0 ? one : other;
                calls.add(threads.submit(() -> Caller.text(Caller.callWithoutPages(hub.url(), "whoami", ""))));
            }
            for (Future<String> call : calls) {
                assertThat(call.get()).isEqualTo("person-2");
            }
            said.add(one.output() + other.output());
        }
        assertThat(server.authority.refreshed).hasValue(1);
        assertThat(server.authority.refusedRefreshes).hasValue(0);
    }

    @Test
    void anAnswerOfAnotherIssuerSignsNobodyIn() throws Exception {
        server.authority.issuerInAnswers = Optional.of("https://evil.example");

        assertThat(login(1)).contains("the answer came from another authorization server");
        assertThat(run(0, "login", "--status")).contains("nobody is signed in");
        assertThat(server.authority.tokens).hasSize(1); // The code, which was not redeemed.
    }

    @Test
    void behindOneHubEverybodySignsInForThemselves() throws Exception {
        ApiKeys.Created alice = ApiKeys.create("alice", Set.of(), new SecureRandom());
        ApiKeys.Created bob = ApiKeys.create("bob", Set.of(), new SecureRandom());
        file = configured("""
                auth: { credentials: per-principal }
            keys:
              - { name: alice, hash: "%s" }
              - { name: bob, hash: "%s" }
            """.formatted(alice.key().hash(), bob.key().hash()));
        login(0);
        try (HubProcess hub = hub()) {
            hub.awaitLine(Pattern.compile("guarded.*ready"));
            String aliceKey = alice.secret().reveal();
            String bobKey = bob.secret().reveal();
            Caller caller = Caller.opening(hub.url(), Era.LEGACY, aliceKey, page -> {
                assertThat(new Person().agree(page, bobKey)).contains("not the key of key:alice");
                assertThat(new Person().agree(page, aliceKey)).contains("Signed in");
            });
            String hers = Caller.text(caller.call("whoami"));
            assertThat(hers).startsWith("person-");
            assertThat(Caller.text(Caller.callWithoutPages(hub.url(), "whoami", bobKey)))
                    .contains("Each caller signs in for itself");
            Caller his = Caller.opening(hub.url(), Era.MODERN, bobKey, page -> new Person().agree(page, bobKey));
            assertThat(Caller.text(his.call("whoami"))).startsWith("person-").isNotEqualTo(hers);
            assertThat(Caller.text(caller.call("whoami"))).isEqualTo(hers);
            assertThat(run(0, "login", "--status")).contains("key:alice signed in", "key:bob signed in");
            assertThat(run(0, "logout", "guarded", "--holder", "key:alice")).contains("Signed out");
            assertThat(Caller.text(Caller.callWithoutPages(hub.url(), "whoami", bobKey)))
                    .startsWith("person-");
            said.addAll(caller.told);
            said.add(hub.output());
        }
    }
}
