package dev.nave.e2e.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.HubProcess;
import dev.nave.e2e.faults.Processes;
import dev.nave.e2e.scripted.Client;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.WebClient;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Servers that try what a sandbox forbids, of one hub, without one and with: each attempt succeeds first. They never run as
 * root; where the tests do, they run as a user in the group that may read {@code /etc/shadow}, so that only the sandbox
 * stands between. What cannot be enforced is what {@code nave check} says cannot.
 */
@Timeout(300)
final class ConfinedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final boolean ROOT = System.getProperty("user.name").equals("root");
    private static final List<String> OTHER_USER =
            List.of("setpriv", "--reuid", "nobody", "--regid", "shadow", "--clear-groups");

    /** What is tried, and the resource of {@code nave check} that it is about. */
    private static final Map<String, String> ATTEMPTS = Map.of(
            "shadow", "files",
            "file", "files",
            "socket", "files",
            "network", "network",
            "processes", "processes",
            "memory", "memory",
            "disk", "disk",
            "tmp", "tmp");

    /** Where every user may look, unlike where the tests may be. */
    private Path directory = Path.of("");

    private final String sleeping = Integer.toString(1_000_000 + new Random().nextInt(1_000_000_000));

    @BeforeEach
    void makeRoom() throws IOException {
        Installed.program("bwrap", "bubblewrap");
        Installed.program("setpriv", "util-linux");
        directory = Files.createTempDirectory(Path.of("/tmp"), "nave-confined-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.copy(Path.of("src/test/sh/trying-server.sh"), directory.resolve("server.sh"));
    }

    @AfterEach
    void leaveNothing() throws IOException {
        Processes.running(sleeping).forEach(ProcessHandle::destroyForcibly);
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted((one, other) -> other.compareTo(one))
                    .forEach(file -> file.toFile().delete());
        }
    }

    @Test
    void aHubKeepsItsServersFromWhatTheyTry() throws Exception {
        provesWhatCheckSays(HubProcess.command(), ROOT ? "\"user\": \"nobody:shadow\"," : "", ROOT);
    }

    /** Who is not root cannot make control groups, so less is enforced, and that is said. */
    @Test
    void aHubOfAnyUserKeepsItsServersFromWhatTheyTry() throws Exception {
        if (ROOT) {
            List<String> program = new ArrayList<>(OTHER_USER);
            program.addAll(copied(HubProcess.ofClasses("dev.nave.app.Nave")));
            provesWhatCheckSays(program, "", false);
        }
    }

    private void provesWhatCheckSays(List<String> program, String user, boolean asRoot) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Path file = configuration(listener.getLocalPort(), user, asRoot);
            JsonNode checked = check(program, file);
            Map<String, String> grades = grades(checked, "confined");
            System.out.println("enforced for " + (asRoot ? "a hub of root: " : "a hub of another user: ") + grades);
            assertThat(grades).allSatisfy((resource, grade) -> {
                if (!resource.equals("cpu")) {
                    assertThat(grade).as(resource).isIn("enforced", "partly");
                }
            });
            if (grades(checked, "slowed").getOrDefault("cpu", "").equals("enforced")) {
                assertThat(grades(checked, "slowed").values()).doesNotContain("cannot");
            } else {
                assertThat(problem(checked, "slowed")).isEmpty();
                assertThat(grades(checked, "slowed")).containsEntry("cpu", "cannot");
                assertThat(state(checked, "slowed")).contains("its sandbox cannot bound its cpu");
            }

            Path home = Files.createDirectories(directory.resolve("hub"));
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
            ProcessHandle free;
            ProcessHandle confined;
            try (HubProcess hub = HubProcess.serve(program, home, file, 0)) {
                Client client = WebClient.open(hub.url(), Era.MODERN);
                for (String attempt : new TreeSet<>(ATTEMPTS.keySet())) {
                    if ((attempt.equals("shadow") && !ROOT) || (attempt.equals("socket") && asRoot)) {
                        // Nobody but root and its group may read the one, nobody but the hub's user open the other,
                        // sandbox or not.
                        continue;
                    }
                    assertThat(said(client, "free", attempt)).as(attempt).isEqualTo("did");
                    for (String server : List.of("confined", "reading")) {
                        assertThat(said(client, server, attempt))
                                .as("%s by %s, where check says of it: %s", attempt, server, grades)
                                .isEqualTo("could not");
                        assertThat(said(client, server, "control"))
                                .as("what is allowed, after %s by %s", attempt, server)
                                .isEqualTo("did");
                    }
                }
                assertThat(said(client, "free", "outlive")).isEqualTo("did");
                // Started in the background: what answers may be quicker than what it starts.
                assertThat(Processes.become(() -> sleepers().size() == 1, PATIENCE))
                        .isTrue();
                free = sleepers().getFirst();
                assertThat(said(client, "confined", "outlive")).isEqualTo("did");
                assertThat(Processes.become(() -> sleepers().size() == 2, PATIENCE))
                        .isTrue();
                confined = sleepers().stream()
                        .filter(process -> !process.equals(free))
                        .findFirst()
                        .orElseThrow();
                hub.handle().destroyForcibly();
                assertThat(hub.handle().onExit()).succeedsWithin(PATIENCE);
            }
            assertThat(confined.onExit()).succeedsWithin(PATIENCE);
            assertThat(sleepers()).as("only what ran free is still there").containsExactly(free);
        }
    }

    private Path configuration(int port, String user, boolean asRoot) throws IOException {
        Path file = directory.resolve("nave.json");
        List<String> words = List.of(
                directory.resolve("server.sh").toString(),
                file.toString(),
                Integer.toString(port),
                directory.toString(),
                sleeping);
        String arguments = "[\"" + String.join("\", \"", words) + "\"]";
        List<String> free = new ArrayList<>(asRoot ? OTHER_USER : List.of("env"));
        free.add("bash");
        String sandbox = user + "\"read\": [\"" + directory + "\"], \"tmp\": \"1MiB\", \"memory\": \"64MiB\","
                + " \"processes\": 20";
        Files.writeString(file, """
            {"names": "prefix", "listen": {"unix": "%5$s/hub.sock"}, "mcpServers": {
              "free": {"command": "%1$s", "args": %2$s},
              "confined": {"command": "bash", "args": %3$s, "sandbox": {%4$s}},
              "reading": {"command": "bash", "args": %3$s, "sandbox": {"preset": "read-only", %4$s}},
              "slowed": {"command": "bash", "args": %3$s, "sandbox": {"cpus": 0.5, %4$s}}
            }}
            """.formatted(
                        free.getFirst(),
                        "[\"" + String.join("\", \"", free.subList(1, free.size())) + "\", " + arguments.substring(1),
                        arguments,
                        sandbox,
                        directory));
        return file;
    }

    private JsonNode check(List<String> program, Path file) throws Exception {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("check", "--json", file.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("XDG_STATE_HOME", directory.resolve("check").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return JsonMapper.shared().readTree(out);
    }

    private static JsonNode confinement(JsonNode checked, String server) {
        for (JsonNode each : checked.get("confinement")) {
            if (each.get("server").asString().equals(server)) {
                return each;
            }
        }
        throw new AssertionError("Nothing is said of " + server + ": " + checked);
    }

    /** The grade of each resource. */
    private static Map<String, String> grades(JsonNode checked, String server) {
        Map<String, String> grades = new LinkedHashMap<>();
        for (JsonNode each : confinement(checked, server).get("restraints")) {
            grades.put(each.get("resource").asString(), each.get("grade").asString());
        }
        return grades;
    }

    private static String problem(JsonNode checked, String server) {
        JsonNode problem = confinement(checked, server).get("problem");
        return problem == null ? "" : problem.asString();
    }

    private static String state(JsonNode checked, String server) {
        for (JsonNode each : checked.get("servers")) {
            if (each.get("name").asString().equals(server)) {
                return each.toString();
            }
        }
        return "";
    }

    /** The processes that were to outlive the hub; the servers themselves, who know the number too, are not among them. */
    private List<ProcessHandle> sleepers() {
        return Processes.running("sleep\0" + sleeping + "\0");
    }

    private static String said(Client client, String server, String attempt) throws Exception {
        return client.call(server + "__" + attempt, "{}")
                .at("result", "content")
                .orElseThrow()
                .text()
                .replaceFirst(".*\"text\":\"", "")
                .replaceFirst("\"}].*", "");
    }

    /** The same command with a class path that every user may read. */
    private List<String> copied(List<String> command) throws IOException {
        List<String> copied = new ArrayList<>(command);
        int at = command.indexOf("-cp") + 1;
        Path jars = Files.createDirectory(directory.resolve("jars"));
        List<String> places = new ArrayList<>();
        for (String place : command.get(at).split(File.pathSeparator)) {
            Path from = Path.of(place);
            Path to = jars.resolve(places.size() + "-" + from.getFileName());
            if (Files.isRegularFile(from)) {
                Files.copy(from, to);
            } else if (!place.isEmpty() && Files.isDirectory(from) && !from.endsWith("test-classes")) {
                copyAll(from, to);
            }
            places.add(to.toString());
        }
        copied.set(at, String.join(File.pathSeparator, places));
        return copied;
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path there = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(there);
                } else {
                    Files.copy(file, there, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
