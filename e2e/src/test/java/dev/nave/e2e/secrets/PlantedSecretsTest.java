package dev.nave.e2e.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.HubProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets are put wherever a configuration may have them, the whole product is run, with servers that misbehave in every
 * way that might tell them, and everything anybody was told is searched for each secret in each spelling.
 */
@Tag("long")
@Order(4)
final class PlantedSecretsTest {
    private static final Pattern URL = Pattern.compile("ready at (http://\\S+)");
    private static final Path LIGHT = Path.of("src/test/sh/light-server.sh").toAbsolutePath();

    private final List<Planted> planted = new ArrayList<>();
    /** Everything that was said, by who said it. */
    private final Map<String, String> said = new LinkedHashMap<>();

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path directory;

    @Test
    void aPlantedSecretIsSeenNowhere() throws Exception {
        environment.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
        environment.put("NAVE_LOG", "TRACE");
        environment.put("LIGHT", LIGHT.toString());
        environment.put("IN_ENV", plant("variable for a variable", "pl4nted-env\"q\\b/é+="));
        environment.put("IN_ARGUMENT", plant("variable for an argument", "pl4nted-argument '$x' &"));
        environment.put("IN_USER", plant("variable for a URL's user", "pl4nted-user"));
        environment.put("IN_QUERY", plant("variable for a URL's query", "pl4nted-query/+~a=b"));
        environment.put("IN_PATH", plant("variable for a URL's path", "pl4nted-path-0123"));
        environment.put("IN_HEADER", plant("variable for a header", "pl4nted-header\"\\ =+/"));
        environment.put("NO_URL", plant("variable that is no URL", "pl4nted no url"));
        environment.put("NO_HEADER", plant("variable that is no header", "pl4nted-two\nlines-of-it"));
        environment.put("NO_DIRECTORY_ARGUMENT", plant("argument of what does not start", "pl4nted-never-started"));
        Path file = Files.writeString(directory.resolve("token.txt"), plant("file", "pl4nted-file-ü") + "\n");
        String key =
                Base64.getEncoder().encodeToString("pl4nted-seal-key-of-32-bytes-xyz".getBytes(StandardCharsets.UTF_8));
        environment.put("SEAL_KEY", plant("seal key", key));
        String stored = plant("store", "pl4nted-store {\"a\": \"b\\c\"}");
        assertThat(nave("set", stored, "secret", "set", "stored").code()).isZero();
        Files.createDirectories(directory.resolve("config/nave"));

        try (EchoingServer refusing = new EchoingServer(401);
                EchoingServer broken = new EchoingServer(500)) {
            Files.writeString(
                    directory.resolve("nave.yaml"), configuration(refusing.authority(), broken.authority(), file));
            assertThat(nave("check", "", "check").code()).isEqualTo(1);
            nave("check as JSON", "", "check", "--json");
            nave("ls", "", "ls", "nave.yaml");
            serve();
            assertThat(refusing.came).isNotEmpty().allMatch(came -> came.contains(value("variable for a header")));
            assertThat(broken.came).isNotEmpty().allMatch(came -> came.contains(value("variable for a URL's query")));
        }
        nave("list", "", "secret", "list");
        assertThat(nave("rotate", "", "secret", "rotate-key").code()).isZero();
        nave("a mistake", "", "secret", "set", "stored", stored);
        said.put("the store", Files.readString(directory.resolve("config/nave/secrets.json")));
        said.put("the rest", rest(file));

        // Servers did get what was meant for them, and did tell it to whoever listened.
        assertThat(Files.readString(directory.resolve("given-env")))
                .isEqualTo(value("variable for a variable") + "|" + stored);
        assertThat(Files.readString(directory.resolve("given-arguments")))
                .isEqualTo(value("variable for an argument") + "|" + value("file"));
        assertThat(said.get("serve, standard error")).contains("(secret)");
        assertThat(found("x" + Base64.getEncoder().encodeToString(("ab" + stored).getBytes(StandardCharsets.UTF_8))))
                .isNotEmpty();

        said.forEach((who, text) -> assertThat(found(text)).as(who).isEmpty());
        assertThat(said).hasSizeGreaterThan(20);
    }

    private String configuration(String refusing, String broken, Path file) {
        // Children are started by a shell that tells all it was given before it becomes a server, or dies.
        return """
            listen: { unix: nave.sock }
            seals: { keys: ["${SEAL_KEY}"] }
            state: state
            waits: { restart: 100ms, restartMaximum: 500ms, connect: 1s, start: 10s }
            mcpServers:
              teller:
                command: sh
                args:
                  - -c
                  - |
                    printf '%%s|%%s' "$A" "$B" >given-env
                    printf '%%s|%%s' "$1" "$2" >given-arguments
                    env >&2; printf '%%s\\n' "$@" >&2; printf '%%s' "$A" | base64 >&2
                    exec sh "$LIGHT" teller
                  - teller
                  - ${IN_ARGUMENT}
                  - ${file:%s}
                env: { A: "${IN_ENV}", B: "${secret:stored}", LIGHT: "${LIGHT}" }
              dies:
                command: sh
                args: [-c, 'echo "cannot sign in with $A" >&2; exit 3']
                env: { A: "${secret:stored}" }
              talks:
                command: sh
                args: [-c, 'echo "no message but $A"; printf %%s "$A" | base64 -w0; echo; sleep 600']
                env: { A: "${IN_ENV}" }
                startupTimeout: 2s
                waits: { probe: 500ms }
              refuses:
                url: http://${IN_USER}@%s/${IN_PATH}/mcp?key=${IN_QUERY}
                headers: { Authorization: "Bearer ${IN_HEADER}" }
              breaks:
                url: http://%s/mcp?key=${IN_QUERY}
                headers: { Authorization: "Bearer ${IN_HEADER}" }
              closed:
                url: http://${IN_USER}@127.0.0.1:1/${IN_PATH}?key=${IN_QUERY}
              nowhere: { url: "${NO_URL}" }
              twolines: { url: "http://127.0.0.1:1/", headers: { X-Key: "${NO_HEADER}" } }
              missing: { command: sh, args: ["${IN_ARGUMENT}", "${secret:missing}"] }
              noprogram: { command: no-such-program, args: ["${NO_DIRECTORY_ARGUMENT}"], env: { A: "${IN_ENV}" } }
              nodirectory: { command: sh, args: ["${NO_DIRECTORY_ARGUMENT}"], cwd: /no/such/directory }
            """.formatted(file, refusing, broken);
    }

    private void serve() throws IOException, InterruptedException {
        Path out = directory.resolve("serve.out");
        Path err = directory.resolve("serve.err");
        List<String> command = new ArrayList<>(HubProcess.command());
        command.addAll(List.of("serve", "--http", "127.0.0.1:0"));
        Process hub = NaveRun.start(command, directory, environment, out, err);
        try {
            String url = awaitUrl(hub, out, err);
            talk(url);
            nave("ls of the hub", "", "ls", "--url", url);
            nave("tools of the hub", "", "tools", "--url", url, "--json");
            nave("a call", "", "call", "--url", url, "teller__echo");
            nave("a call that fails", "", "call", "--url", url, "dies__echo");
            nave("status", "", "status", "--url", url);
            nave("status as JSON", "", "status", "--json");
            assertThat(nave("reload", "", "reload").code()).isZero();
            nave("restart", "", "restart", "dies");
            nave("a call with a wrong key", "", "call", "--url", url, "--key", "wrong", "teller__echo");
        } finally {
            hub.destroy();
            if (!hub.waitFor(60, TimeUnit.SECONDS)) {
                hub.destroyForcibly();
            }
            said.put("serve, standard output", Files.readString(out));
            said.put("serve, standard error", Files.readString(err));
        }
    }

    /** Calls what works and what does not, and asks the hub how its servers are. */
    private void talk(String url) throws IOException, InterruptedException {
        PlainClient client = PlainClient.open(url, said::put);
        String tools = client.tools();
        assertThat(tools).contains("teller__echo");
        Matcher own = Pattern.compile("\"name\":\"(hub__[a-z_]+)\"").matcher(tools);
        List<String> names = new ArrayList<>(List.of("teller__echo"));
        while (own.find()) {
            names.add(own.group(1));
        }
        assertThat(names).hasSizeGreaterThan(1);
        Stream.of("dies", "talks", "refuses", "breaks", "closed", "nowhere", "twolines", "missing", "noprogram")
                .forEach(server -> names.add(server + "__echo"));
        for (String name : names) {
            client.call(name);
        }
        for (String path : List.of("/healthz", "/readyz", "/")) {
            client.get(path);
        }
    }

    private NaveRun nave(String what, String input, String... arguments) throws IOException, InterruptedException {
        NaveRun run = NaveRun.of(directory, environment, input, arguments);
        said.put(what + ", standard output", run.out());
        said.put(what + ", standard error", run.err());
        return run;
    }

    private static String awaitUrl(Process hub, Path out, Path err) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (System.nanoTime() < end && hub.isAlive()) {
            Matcher ready = URL.matcher(Files.readString(out));
            if (ready.find()) {
                return ready.group(1);
            }
            Thread.sleep(50); // Its output is a file, of which nobody is told.
        }
        throw new AssertionError("Expected the hub to be ready: " + Files.readString(out) + Files.readString(err));
    }

    /** What files were written beside: the state, for one. */
    private String rest(Path secretFile) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                if (!each.equals(secretFile) && !each.getFileName().toString().startsWith("given-")) {
                    all.append(new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1));
                    all.append(new String(Files.readAllBytes(each), StandardCharsets.UTF_8));
                }
            }
        }
        return all.toString();
    }

    private List<String> found(String text) {
        List<String> found = new ArrayList<>();
        for (Planted secret : planted) {
            secret.spellings().forEach((how, spelling) -> {
                int at = text.indexOf(spelling);
                if (at >= 0) {
                    String around = text.substring(Math.max(0, at - 80), Math.min(text.length(), at + 80));
                    found.add(secret.where() + ", " + how + ": …" + around + "…");
                }
            });
        }
        return found;
    }

    private String plant(String where, String value) {
        planted.add(new Planted(where, value));
        return value;
    }

    private String value(String where) {
        return planted.stream()
                .filter(each -> each.where().equals(where))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
