package dev.nave.hub.configuration;

import static dev.nave.hub.configuration.Readings.good;
import static dev.nave.hub.configuration.Readings.json;
import static dev.nave.hub.configuration.Readings.problems;
import static dev.nave.hub.configuration.Readings.warnings;
import static dev.nave.hub.configuration.Readings.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.configuration.ServerSettings.Era;
import dev.nave.hub.configuration.ServerSettings.Interactive;
import dev.nave.hub.configuration.ServerSettings.Requirement;
import dev.nave.hub.configuration.ServerSettings.Trust;
import dev.nave.hub.configuration.Target.Command;
import dev.nave.hub.configuration.Target.CommandWithUrl;
import dev.nave.hub.configuration.Target.Remote;
import dev.nave.hub.configuration.Target.Sample;
import dev.nave.hub.configuration.Target.Wire;
import dev.nave.hub.secret.Reference;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.Template;
import dev.nave.hub.secret.Values;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationReaderTest {

    @Test
    void aTildeInFrontOfAPathIsTheUsersOwnDirectory() {
        Configuration configuration = Readings.good(Readings.yaml("""
            state: ~/nave state
            logs: { directory: ./~/logs }
            mcpServers:
              notes: { command: ~/bin/notes, cwd: "~" }
              other: { command: other, cwd: ~other/notes }
            """));

        Path here = Path.of("").toAbsolutePath();
        assertThat(configuration.node().state())
                .contains(Home.directory().resolve("nave state").normalize());
        assertThat(configuration.node().logs().directory()).contains(here.resolve("~/logs"));
        assertThat(configuration.servers())
                .extracting(server -> ((Target.Command) server.target())
                        .directory()
                        .orElseThrow()
                        .in(Values.NONE))
                .containsExactly(Home.directory().normalize(), here.resolve("~other/notes"));
    }

    @Test
    void anEmptyFileIsTheDefaults() {
        assertThat(good(yaml(""))).isEqualTo(Configuration.defaults());
        assertThat(good(yaml("# nothing yet\n"))).isEqualTo(Configuration.defaults());
        assertThat(good(yaml("mcpServers:\n"))).isEqualTo(Configuration.defaults());
        assertThat(good(json(""))).isEqualTo(Configuration.defaults());
        assertThat(good(new ConfigurationReader(Map.of()).read(List.of()))).isEqualTo(Configuration.defaults());
    }

    @Test
    void aCallMayTakeAsLongAsItsOwnServerMay() {
        Configuration configuration = good(yaml("""
            waits: { maximum: 2m }
            mcpServers:
              slow: { command: a, waits: { maximum: 1h } }
              quick: { command: b, waits: { maximum: 10s } }
            """));
        assertThat(configuration.longestCall()).isEqualTo(Duration.ofHours(1));
        assertThat(configuration.withServers(List.of()).longestCall()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void everyKeyOfAFileIsTaken() {
        Configuration configuration = good(yaml("""
            listen:
              http: 0.0.0.0:9000
              unix: nave.sock
              allowedHosts: [nave.example.com, "nave.example.com:443"]
              allowedOrigins: ["https://app.example.com"]
            names: dot
            instructions: Be brief.
            state: state
            keys:
              - name: ci
                hash: sha256:AAAAAAAAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
                roles: [admin]
            seals:
              keys: [AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=]
            waits: { call: 2m, drain: 1m30s }
            bounds: { message: 8MiB, sessions: 10 }
            mcpServers:
              files:
                command: npx
                args: [-y, 1.0, "$${HOME} is ${HOME}"]
                env: { PORT: 8080, TOKEN: "${env:TOKEN}", MODE: "${MODE:-fast}", NONE: "${EMPTY:-empty}" }
                cwd: work
                required: true
                names: plain
                interactive: never
                era: legacy
                waits: { call: 5s }
                tools:
                  "list_*": { trust: read-only }
                  "*": { requires: [sampling, roots], trust: annotations }
              tickets:
                url: https://tickets.example/mcp
                transport: sse
                headers: { Authorization: "Bearer ${TOKEN}" }
                enabled: false
              events: { url: "ws://127.0.0.1:9/ws" }
              clock: { sample: clock, args: [--port, 8433], url: "http://127.0.0.1:8433/mcp" }
            """));

        Path directory = Path.of("").toAbsolutePath();
        assertThat(configuration.node().listen().http()).isEqualTo(new HttpAddress("0.0.0.0", 9000));
        assertThat(configuration.node().listen().unix()).contains(directory.resolve("nave.sock"));
        assertThat(configuration.node().listen().allowedHosts())
                .containsExactly("nave.example.com", "nave.example.com:443");
        assertThat(configuration.node().listen().allowedOrigins()).containsExactly("https://app.example.com");
        assertThat(configuration.names()).isEqualTo(NameStyle.DOT);
        assertThat(configuration.instructions()).contains("Be brief.");
        assertThat(configuration.node().state()).contains(directory.resolve("state"));
        assertThat(configuration.keys()).extracting(ApiKey::name).containsExactly("ci");
        assertThat(configuration.node().seals().decoded(Values.NONE)).containsExactly(new byte[32]);
        assertThat(configuration.node().waits().get(Wait.CALL)).isEqualTo(Duration.ofMinutes(2));
        assertThat(configuration.node().waits().get(Wait.DRAIN)).isEqualTo(Duration.ofSeconds(90));
        assertThat(configuration.node().waits().get(Wait.CONNECT)).isEqualTo(Wait.CONNECT.standard());
        assertThat(configuration.node().bounds().get(Bound.MESSAGE_BYTES)).isEqualTo(8 << 20);
        assertThat(configuration.node().bounds().get(Bound.SESSIONS)).isEqualTo(10);
        assertThat(configuration.servers())
                .extracting(ServerSettings::name)
                .containsExactly("files", "tickets", "events", "clock");

        ServerSettings files = configuration.server("files").orElseThrow();
        Map<String, Secret> environment = Map.of(
                "PORT", Secret.of("8080"),
                "TOKEN", Secret.of("t0p-s3cret"),
                "MODE", Secret.of("fast"),
                "NONE", Secret.of("empty"));
        assertThat(files.target()).isInstanceOfSatisfying(Command.class, command -> {
            Values values = Readings.values(command);
            assertThat(command.command()).isEqualTo(Template.of("npx"));
            assertThat(command.arguments().stream().map(values::plain))
                    .containsExactly("-y", "1.0", "${HOME} is /home/user");
            Map<String, Secret> found = new HashMap<>();
            command.environment().forEach((name, value) -> found.put(name, values.of(value)));
            assertThat(found).isEqualTo(environment);
            assertThat(command.directory().orElseThrow().in(values)).isEqualTo(directory.resolve("work"));
        });
        assertThat(files.required()).isTrue();
        assertThat(files.names()).contains(NameStyle.PLAIN);
        assertThat(files.interactive()).isEqualTo(Interactive.NEVER);
        assertThat(files.era()).isEqualTo(Era.LEGACY);
        assertThat(files.waits().get(Wait.CALL)).isEqualTo(Duration.ofSeconds(5));
        assertThat(files.waits().get(Wait.DRAIN)).isEqualTo(Duration.ofSeconds(90));
        assertThat(files.trust("list_files")).isEqualTo(Trust.READ_ONLY);
        assertThat(files.trust("write")).isEqualTo(Trust.ANNOTATIONS);
        assertThat(files.requires("write")).containsExactly(Requirement.SAMPLING, Requirement.ROOTS);

        ServerSettings tickets = configuration.server("tickets").orElseThrow();
        assertThat(tickets.enabled()).isFalse();
        Template bearer =
                Template.of(List.of(new Template.Literal("Bearer "), Reference.of("env", "TOKEN")), "somewhere else");
        assertThat(tickets.target())
                .isEqualTo(new Remote(
                        Template.of("https://tickets.example/mcp"), Map.of("authorization", bearer), Wire.SSE));
        assertThat(Readings.values(tickets.target()).of(bearer)).isEqualTo(Secret.of("Bearer t0p-s3cret"));
        assertThat(configuration.server("events").orElseThrow().target())
                .isInstanceOfSatisfying(
                        Remote.class, remote -> assertThat(remote.wire()).isEqualTo(Wire.WEBSOCKET));
        assertThat(configuration.server("clock").orElseThrow().target())
                .isInstanceOfSatisfying(CommandWithUrl.class, both -> assertThat(both.child())
                        .isInstanceOfSatisfying(Sample.class, sample -> assertThat(sample.arguments())
                                .containsExactly(Template.of("--port"), Template.of("8433"))));
    }

    @Test
    void aFileWithTenMistakesIsRefusedWithAllTenAndTheirLines() {
        assertThat(problems(yaml("""
            listen:
              http: localhost
            nmaes: prefix
            names: prefxi
            waits:
              call: 30
            bounds:
              message: big
            mcpServers:
              hub:
                command: a
              files:
                comand: npx
                args: [-y]
              tickets:
                url: tickets.example/mcp
                headers: { Authorization: "Bearer ${secret:}" }
              tickets:
                url: https://tickets.example/mcp
                enabled: yes
            """)))
                .containsExactly(
                        "nave.yaml:2:9: Expected host:port, not 'localhost': write for example 127.0.0.1:8420 or"
                                + " [::1]:8420.",
                        "nave.yaml:3:1: Unknown key 'nmaes': did you mean 'names'?",
                        "nave.yaml:4:8: Unknown value 'prefxi' of names: did you mean 'prefix'?",
                        "nave.yaml:6:9: Expected a duration in ms, s, m, h or d, not '30': add its unit, for example"
                                + " 30s.",
                        "nave.yaml:8:12: Expected a size in bytes, KiB, MiB or GiB, not 'big': write it like 4MiB or"
                                + " 65536.",
                        "nave.yaml:10:3: The name 'hub' belongs to the hub's own server: choose another.",
                        "nave.yaml:13:5: Unknown key 'comand': did you mean 'command'?",
                        "nave.yaml:16:10: Expected a URL such as https://example.com/mcp: http, https, ws or wss and a"
                                + " host, or http+unix and a socket. There is 'tickets.example/mcp'.",
                        "nave.yaml:17:31: Expected a reference such as ${secret:token}, not ${secret:}.",
                        "nave.yaml:18:3: The key 'tickets' is there already, in line 15: keep one of them.");
    }

    @Test
    void whatIsNotYamlOrJsonIsSaidWithItsLine() {
        assertThat(problems(yaml("names: prefix\nlisten: {http: x\n")))
                .singleElement()
                .asString()
                .startsWith("nave.yaml:3:1: This is not YAML: ");
        assertThat(problems(yaml("names: prefix\n\tlisten: 1\n")))
                .singleElement()
                .asString()
                .startsWith("nave.yaml:2:1: This is not YAML: ");
        assertThat(problems(json("{\"mcpServers\": {\n  \"a\" 1}}")))
                .singleElement()
                .asString()
                .startsWith("mcp.json:2:")
                .contains("This is not JSON");
        assertThat(problems(json("{} {}"))).singleElement().asString().startsWith("mcp.json:1:4: ");
        assertThat(problems(json("[1]"))).singleElement().asString().contains("not a list");
        assertThat(problems(yaml("--- {}\n--- {}\n")))
                .singleElement()
                .asString()
                .startsWith("nave.yaml:2:")
                .contains("one document");
    }

    @Test
    void aliasesAreFollowedAsFarAsTheyDoNotSwell() {
        Configuration configuration = good(yaml("""
            x-common: &common { call: 7s }
            mcpServers:
              a: { command: a, waits: *common }
              b: { command: b, waits: *common }
            """));
        assertThat(configuration.servers())
                .allSatisfy(server -> assertThat(server.waits().get(Wait.CALL)).isEqualTo(Duration.ofSeconds(7)));

        StringBuilder laughs = new StringBuilder("x-0: &a0 [a, a, a, a, a, a, a, a, a, a]\n");
        for (int i = 1; i < 12; i++) {
            String before = "*a" + (i - 1);
            laughs.append("x-" + i + ": &a" + i + " [" + String.join(", ", java.util.Collections.nCopies(10, before))
                    + "]\n");
        }
        assertThat(problems(yaml(laughs.toString()))).singleElement().asString().contains("aliases within aliases");
        assertThat(problems(yaml("x-a: &a [ *a ]\n")))
                .singleElement()
                .asString()
                .contains("aliases within aliases");
    }

    @Test
    void aServerIsReachedInOneWay() {
        assertThat(problems(yaml("""
            mcpServers:
              a: { command: a, sample: files }
              b: { command: b, transport: http }
              c: { url: "http://localhost/", type: stdio }
              d: { url: "http://localhost/", args: [x] }
              e: { command: e, headers: { A: b } }
              f: { url: "http://localhost/", transport: websocket }
              g: { url: "http://localhost/", transport: carrier-pigeon }
              h: { url: "http://localhost/", headers: { Mcp-Session-Id: x } }
              i: { command: i, enabled: true, disabled: true }
              j: 7
              k: { url: "ftp://localhost/" }
              l: { url: "http+unix:///run/server.sock" }
            """)))
                .extracting(problem -> problem.replaceFirst("nave.yaml:", "").replaceFirst(":\\d+:", ":"))
                .containsExactly(
                        "2: Expected command or sample, not both: remove one of them.",
                        "3: Expected a url for transport http: add it, or write stdio.",
                        "4: Expected no url with transport stdio: remove one of them.",
                        "5: Expected command beside args: add it, or remove args.",
                        "6: Expected url beside headers: add it, or remove headers.",
                        "7: Expected ws:// or wss:// with transport websocket and http:// or https:// with any other,"
                                + " not http:// with transport websocket. There is 'http://localhost/'.",
                        "8: Unknown value 'carrier-pigeon' of transport: write one of auto, stdio, http,"
                                + " streamable-http, streamableHttp, sse, websocket, ws.",
                        "9: The header Mcp-Session-Id is the hub's own to send: remove it.",
                        "10: Expected enabled or disabled, not both: keep enabled.",
                        "11: Expected j to be a mapping of keys, not '7'.",
                        "12: Expected a URL such as https://example.com/mcp: http, https, ws or wss and a host, or"
                                + " http+unix and a socket. There is 'ftp://localhost/'.",
                        "13: Expected a URL such as http+unix://%2Frun%2Fserver.sock/mcp: the path of the socket, its"
                                + " slashes written %2F, and a path at the server. There is"
                                + " 'http+unix:///run/server.sock'.");
    }

    @Test
    void namesOfServersAreShortAndDifferInMoreThanTheirCase() {
        assertThat(problems(yaml("""
            mcpServers:
              my__files: { command: a }
              1st: { command: a }
              a-name-of-more-than-24-characters: { command: a }
              git_hub: { command: a }
              Git-Hub: { command: a }
              HUB: { command: a }
            """)))
                .extracting(problem -> problem.substring(0, 14))
                .containsExactly(
                        "nave.yaml:2:3:", "nave.yaml:3:3:", "nave.yaml:4:3:", "nave.yaml:6:3:", "nave.yaml:7:3:");
    }

    @Test
    void aWaitOfTheHubIsNoneOfAServer() {
        assertThat(problems(yaml("mcpServers: { a: { command: a, waits: { drain: 1s, call: 0s } } }")))
                .containsExactly(
                        "nave.yaml:1:48: Expected a wait of one server, and drain is one of the hub as a whole: move it"
                                + " to waits at the top.",
                        "nave.yaml:1:58: Expected call to be from 1ms to 365d, not PT0S.");
    }

    @Test
    void oneOfSeveralNodesSaysHowTheOthersReachIt() {
        String seals = "seals: { keys: [AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=] }\n";
        assertThat(good(yaml(seals + "replicas: { listen: \"0.0.0.0:9\", address: \"http://${HOST:-node-1}:9/\" }"))
                        .node()
                        .replicas())
                .contains(new Replicas(new HttpAddress("0.0.0.0", 9), URI.create("http://node-1:9")));
        assertThat(good(yaml(seals + "replicas: {}")).node().replicas())
                .contains(new Replicas(Replicas.STANDARD, URI.create("http://127.0.0.1:8421")));
        assertThat(problems(yaml(seals + "replicas: { listen: \"0.0.0.0:9\" }")).toString())
                .contains("Expected replicas.address");
        assertThat(problems(yaml(seals + "replicas: { address: \"http://node-1:9/mcp\" }"))
                        .toString())
                .contains("Expected the address of a node as http://host:port");
    }

    @Test
    void oneOfSeveralNodesNeedsTheKeysTheyShare() {
        assertThat(problems(yaml("replicas: { address: \"http://node-1:8421\" }"))
                        .toString())
                .contains("Expected seals.keys beside replicas, the same on every node");
    }

    @Test
    void listeningForOthersWithoutKeysIsPointedOut() {
        assertThat(warnings(yaml("listen: { http: \"0.0.0.0:80\" }")))
                .singleElement()
                .asString()
                .contains("nave key create");
    }
}
