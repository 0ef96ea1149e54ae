package dev.nave.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.ConfigurationReader;
import dev.nave.hub.configuration.Home;
import dev.nave.hub.configuration.Reading;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.secret.Values;
import dev.nave.transport.child.ChildCommand;
import dev.nave.transport.child.Nursery;
import dev.nave.transport.child.Restraint;
import dev.nave.transport.child.Restraint.Grade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is configured reaches the program that starts a server, wherever that runs. */
final class ChildrenTest {
    private final Nursery nursery = Nursery.open(new Random(), System.getenv());

    @TempDir
    private Path directory = Path.of("");

    private Children children = new Children(nursery, System.getenv(), List.of());

    @BeforeEach
    void hideADirectory() {
        children = new Children(nursery, System.getenv(), List.of(directory.resolve("hidden")));
    }

    @AfterEach
    void end() {
        children.close();
        nursery.close();
    }

    @Test
    void a_container_is_run_by_the_engine_with_what_was_asked_for_and_values_out_of_sight() throws Exception {
        engine();
        Files.createDirectory(directory.resolve("data"));
        ChildCommand command =
                command("""
                    container:
                      image: ghcr.io/example/search:1
                      engine: ./vessel
                      pull: never
                      network: full
                      mounts: ["./data:/data:rw"]
                      memory: 128MiB
                      processes: 9
                      capabilities: [NET_BIND_SERVICE]
                      labels: { team: web }
                      options: [--shm-size=1m]
                    command: /bin/search
                    args: [--quiet]
                    env: { TOKEN: t0p-s3cret }
                    cwd: /work
                    """.replace("./vessel", directory.resolve("vessel").toString()));
        assertThat(command.program()).isEqualTo(directory.resolve("vessel").toString());
        String line = String.join(" ", command.arguments());
        assertThat(line)
                .startsWith("run ")
                .contains(
                        "--shm-size=1m",
                        directory.resolve("data").toString(),
                        "134217728",
                        "NET_BIND_SERVICE",
                        "team=web",
                        "/bin/search",
                        "--workdir",
                        "/work")
                .endsWith("ghcr.io/example/search:1 --quiet")
                .doesNotContain("t0p-s3cret");
        assertThat(command.environment()).containsEntry("TOKEN", "t0p-s3cret");
    }

    @Test
    void a_program_in_the_users_own_directory_is_found_there_and_arguments_are_left_alone() throws Exception {
        ChildCommand command = command("{ command: ~/bin/notes, args: [~/notes] }");
        assertThat(command.program()).isEqualTo(Home.directory() + "/bin/notes");
        assertThat(command.arguments()).containsExactly("~/notes");
        Target there = target("{ command: ~/bin/notes, ssh: build.example }");
        assertThat(children.command("there", (Target.Child) there, Values.NONE)
                        .custody()
                        .greeting())
                .contains("\"$HOME\"/'bin/notes'");
    }

    @Test
    void another_machine_is_reached_with_the_files_that_stand_beside_the_configuration() throws Exception {
        Files.writeString(directory.resolve("key"), "");
        ChildCommand command = command("""
            command: build-server
            args: [--quiet]
            ssh: { host: ci@build.example, port: 2222, identity: ./key, knownHosts: ./hosts, hostKeys: accept-new }
            """);
        assertThat(command.program()).isEqualTo("ssh");
        assertThat(command.arguments())
                .containsSequence("-p", "2222")
                .containsSequence("-l", "ci")
                .contains(
                        "BatchMode=yes",
                        "StrictHostKeyChecking=accept-new",
                        "IdentityFile=\"" + directory.resolve("key") + "\"",
                        "UserKnownHostsFile=\"" + directory.resolve("hosts") + "\"",
                        "build.example")
                .noneMatch(word -> word.contains("build-server"));
        assertThat(command.custody().greeting()).contains("exec 'build-server' '--quiet'");
    }

    @Test
    void what_looks_after_a_server_elsewhere_does_not_run_in_its_directory() throws Exception {
        Target there = target("{ command: a, cwd: /nowhere/at/all, ssh: build.example, env: { A: b } }");
        ChildCommand errand = children.errand(there, Values.NONE, List.of("is-it-well", "--soon"));
        assertThat(errand.program()).isEqualTo("is-it-well");
        assertThat(errand.arguments()).containsExactly("--soon");
        assertThat(errand.environment()).containsEntry("A", "b");
        assertThat(errand.directory()).isEmpty();
        Target here = target("{ command: a, cwd: ./below }");
        assertThat(children.errand(here, Values.NONE, List.of("is-it-well")).directory())
                .contains(directory.resolve("below"));
    }

    @Test
    void a_sandbox_is_put_around_the_program_and_hides_what_is_the_hubs() throws Exception {
        Sandboxes.assumeThere();
        Path hidden = Files.createDirectory(directory.resolve("hidden"));
        ChildCommand command = command("""
            command: sh
            args: [-c, "exit 0"]
            sandbox: { read: [.], enforce: possible }
            """);
        assertThat(command.arguments())
                .containsSequence("--ro-bind", directory.toString(), directory.toString())
                .containsSequence("--tmpfs", hidden.toString())
                .endsWith("-c", "exit 0");
    }

    @Test
    void only_what_is_confined_has_restraints() throws Exception {
        Sandboxes.assumeThere();
        assertThat(children.restraints(target("{ command: sh }"), Values.NONE)).isEmpty();
        assertThat(children.restraints(target("{ url: http://127.0.0.1:1/mcp }"), Values.NONE))
                .isEmpty();
        assertThat(children.restraints(
                        target("{ command: sh, sandbox: { network: host, memory: none } }"), Values.NONE))
                .filteredOn(restraint -> restraint.grade() == Grade.OPEN)
                .extracting(Restraint::resource)
                .contains("network", "memory");
    }

    @Test
    void what_cannot_be_started_is_told_in_words() {
        assertThatThrownBy(() -> command("{ container: { image: a, engine: no-such-engine } }"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no container engine 'no-such-engine'");
        assertThatThrownBy(() -> command("{ command: a, ssh: { host: build.example, identity: ./missing } }"))
                .hasMessageContaining("missing cannot be read");
    }

    private void engine() throws IOException {
        Path engine = Files.writeString(directory.resolve("vessel"), "#!/bin/sh\necho 'vessel 1.0'\n");
        Files.setPosixFilePermissions(engine, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private ChildCommand command(String yaml) throws IOException, InterruptedException {
        return children.command("one", (Target.Child) target(yaml), Values.NONE);
    }

    private Target target(String yaml) {
        String text = "mcpServers:\n  one:\n" + yaml.indent(4);
        Reading reading = new ConfigurationReader(Map.of()).read(directory.resolve("nave.yaml"), text);
        if (!(reading instanceof Reading.Read read)) {
            throw new AssertionError(reading);
        }
        Configuration configuration = read.configuration();
        return configuration.servers().getFirst().target();
    }
}
