package dev.nave.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.nave.clients.table.Machine;
import dev.nave.clients.table.Machine.Conventions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * Nave as a service. No service manager runs where tests do, so what would ask it is a program of the test that records what
 * it was asked; the files are judged by systemd's own verifier and by a parser of XML.
 */
final class ServiceTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    Path directory;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private Path home;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private Path asked;

    private record Ran(int exitCode, String out, String err) {}

    @BeforeEach
    void settle() throws IOException {
        // What has to be quoted for systemd and for XML.
        home = Files.createDirectories(directory.resolve("50% of $HOME & \"more\""));
        asked = directory.resolve("asked");
        program("nave", "exit 0");
        for (String name : List.of("systemctl", "launchctl")) {
            program(
                    name,
                    "echo \"" + name + " $*\" >> '" + asked + "'; cat '" + directory
                            + "/answer' 2>/dev/null; exit $(cat '" + directory + "/exit' 2>/dev/null || echo 0)");
        }
        Files.writeString(home.resolve("nave.yaml"), "mcpServers: { notes: { sample: notes } }\n");
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.createDirectories(directory.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Ran run(Conventions conventions, String... arguments) {
        Map<String, String> environment = Map.of("PATH", directory.resolve("bin") + ":/usr/bin:/bin");
        List<String> words = new ArrayList<>(List.of("service"));
        words.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Nave.commandLine(new Machine(conventions, home, home, environment), "service")
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
        return new Ran(exitCode, out.toString(), err.toString());
    }

    private String good(Conventions conventions, String... arguments) {
        Ran ran = run(conventions, arguments);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return ran.out();
    }

    private List<String> asked() throws IOException {
        List<String> lines = Files.exists(asked) ? Files.readAllLines(asked) : List.of();
        Files.deleteIfExists(asked);
        return lines;
    }

    @Test
    void a_service_of_the_user_is_installed_started_looked_at_stopped_and_removed() throws IOException {
        Path unit = home.resolve(".config/systemd/user/nave.service");
        assertThat(good(Conventions.LINUX, "install")).contains("Wrote " + unit, "nave service start", "enable-linger");
        assertThat(asked()).containsExactly("systemctl --user daemon-reload", "systemctl --user enable nave.service");
        assertThat(Files.readString(unit))
                .contains("Type=exec\n", "KillMode=mixed\n", "WantedBy=default.target")
                .contains("serve -c \""
                        + home.toString()
                                .replace("%", "%%")
                                .replace("\"", "\\\"")
                                .replace("$", "$$") + "/nave.yaml\"\n")
                .doesNotContain("ProtectSystem");
        good(Conventions.LINUX, "start");
        assertThat(asked()).containsExactly("systemctl --user start nave.service");
        Files.writeString(directory.resolve("answer"), "Active: active (running)");
        assertThat(good(Conventions.LINUX, "status")).contains("active (running)");
        assertThat(asked()).containsExactly("systemctl --user status --no-pager --lines=5 nave.service");
        good(Conventions.LINUX, "stop");
        assertThat(asked()).containsExactly("systemctl --user stop nave.service");
        good(Conventions.LINUX, "uninstall");
        assertThat(asked())
                .containsExactly("systemctl --user disable --now nave.service", "systemctl --user daemon-reload");
        assertThat(unit).doesNotExist();
        assertThat(run(Conventions.LINUX, "start").err()).contains("There is no service", "nave service install");
    }

    @Test
    void what_the_manager_refuses_is_passed_on() throws IOException {
        good(Conventions.LINUX, "install");
        Files.writeString(directory.resolve("exit"), "3");
        Files.writeString(directory.resolve("answer"), "Failed to connect to bus");
        Ran start = run(Conventions.LINUX, "start");
        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.err()).contains("'systemctl --user start nave.service' ended with 3", "connect to bus");
        Ran status = run(Conventions.LINUX, "status");
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.out()).contains("connect to bus");
        Files.delete(directory.resolve("bin/systemctl"));
        Files.createSymbolicLink(directory.resolve("bin/systemctl"), directory.resolve("nothing"));
        assertThat(run(Conventions.LINUX, "uninstall", "--with", "launchd").err())
                .contains("There is no service");
    }

    @Test
    void a_dry_run_shows_the_file_and_the_commands_and_does_nothing() throws IOException {
        assertThat(good(Conventions.LINUX, "install", "--dry-run", "--name", "second"))
                .contains(
                        "would write ",
                        "second.service:",
                        "[Service]",
                        "would run systemctl --user enable second.service");
        assertThat(good(Conventions.LINUX, "install", "--system", "--dry-run", "-c", "nave.yaml"))
                .contains("/etc/systemd/system/nave.service", "DynamicUser=yes", "would run systemctl enable");
        assertThat(asked()).isEmpty();
        assertThat(home.resolve(".config")).doesNotExist();
    }

    @Test
    void a_service_that_could_not_start_is_refused() throws IOException {
        Files.writeString(home.resolve("wrong.yaml"), "mcpServers: { a: { comand: x } }\n");
        Ran wrong = run(Conventions.LINUX, "install", "-c", "wrong.yaml");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("wrong.yaml:1", "command");
        assertThat(run(Conventions.LINUX, "install", "--run-as", "ada").err()).contains("--system");
        assertThat(run(Conventions.LINUX, "install", "--name", "a b").err()).contains("--name");
        assertThat(run(Conventions.LINUX, "install", "--with", "cron").err()).contains("systemd or launchd");
        assertThat(asked()).isEmpty();
    }

    @Test
    void systemd_finds_nothing_wrong_with_the_units() throws Exception {
        Path units = directory.resolve("units");
        good(Conventions.LINUX, "install", "--directory", units.toString(), "--http", "127.0.0.1:8421");
        good(
                Conventions.LINUX,
                "install",
                "--directory",
                units.toString(),
                "--system",
                "-c",
                "nave.yaml",
                "--name",
                "own");
        good(
                Conventions.LINUX,
                "install",
                "--directory",
                units.toString(),
                "--system",
                "-c",
                "nave.yaml",
                "--name",
                "other",
                "--run-as",
                "root",
                "--writable",
                home.toString());
        assertThat(verified("--user", units.resolve("nave.service"))).isEmpty();
        assertThat(verified("--system", units.resolve("own.service"))).isEmpty();
        assertThat(verified("--system", units.resolve("other.service"))).isEmpty();
        Path broken = units.resolve("broken.service");
        Files.writeString(broken, Files.readString(units.resolve("own.service")).replace("Type=exec", "Typ=exec"));
        assertThat(verified("--system", broken)).as("it does look").contains("Typ");
    }

    /** What systemd has to say of a unit. */
    private static String verified(String scope, Path unit) throws IOException, InterruptedException {
        Path verifier = Path.of("/usr/bin/systemd-analyze");
        if (!Files.isExecutable(verifier)) {
            String missing = "needs systemd-analyze: apt-get install systemd";
            if ("true".equals(System.getenv("CI"))) {
                fail(missing);
            }
            abort(missing);
        }
        ProcessBuilder builder = new ProcessBuilder(verifier.toString(), scope, "--man=no", "verify", unit.toString());
        builder.environment().putIfAbsent("XDG_RUNTIME_DIR", String.valueOf(unit.getParent()));
        builder.redirectErrorStream(true);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.lines()
                .filter(line -> line.contains(unit.getFileName().toString()))
                .reduce("", (all, line) -> all + line + "\n");
    }

    @Test
    void an_agent_of_launchd_is_a_property_list_with_every_word_as_it_is() throws Exception {
        good(Conventions.MAC, "install", "--http", "127.0.0.1:8421");
        Path file = home.resolve("Library/LaunchAgents/dev.nave.nave.plist");
        Document list = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                // Without the DTD, which lies on a network.
                .parse(new InputSource(new StringReader(Files.readString(file).replaceAll("<!DOCTYPE[^>]*>", ""))));
        Element top =
                (Element) list.getDocumentElement().getElementsByTagName("dict").item(0);
        List<String> keys = new ArrayList<>();
        List<String> words = new ArrayList<>();
        NodeList children = top.getChildNodes();
        for (int at = 0; at < children.getLength(); at++) {
            Node child = children.item(at);
            if (child.getNodeName().equals("key")) {
                keys.add(child.getTextContent());
            } else if (child.getNodeName().equals("array")) {
                NodeList strings = ((Element) child).getElementsByTagName("string");
                for (int each = 0; each < strings.getLength(); each++) {
                    words.add(strings.item(each).getTextContent());
                }
            }
        }
        assertThat(keys).contains("Label", "ProgramArguments", "EnvironmentVariables", "RunAtLoad", "KeepAlive");
        assertThat(words.subList(1, words.size()))
                .containsExactly("serve", "-c", home.resolve("nave.yaml").toString(), "--http", "127.0.0.1:8421");
        Object user = Files.getAttribute(home, "unix:uid");
        good(Conventions.MAC, "start");
        good(Conventions.MAC, "status");
        good(Conventions.MAC, "uninstall");
        assertThat(asked())
                .containsExactly(
                        "launchctl enable gui/" + user + "/dev.nave.nave",
                        "launchctl bootstrap gui/" + user + " " + file,
                        "launchctl print gui/" + user + "/dev.nave.nave",
                        "launchctl bootout gui/" + user + "/dev.nave.nave");
        assertThat(file).doesNotExist();
    }
}
