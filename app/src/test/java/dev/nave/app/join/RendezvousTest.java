package dev.nave.app.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.app.run.StdioCommand;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class RendezvousTest {
    /** With these a client wants to be alone, or nothing to be served. */
    private static final Set<String> ALONE =
            Set.of("--url", "--healthcheck", "--no-join", "-h", "--help", "-V", "--version");

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @Test
    void everyOptionOfTheCommandEitherTellsHubsApartOrDoesNotOrMeansToBeAlone() {
        Set<String> known = new TreeSet<>(ALONE);
        known.addAll(Rendezvous.TELLING);
        known.addAll(Rendezvous.INDIFFERENT);
        known.addAll(Rendezvous.FILES);
        known.addAll(Rendezvous.FLAGS);
        known.remove("--no-watch"); // Of the command that serves.
        Set<String> options = new TreeSet<>();
        new CommandLine(new StdioCommand())
                .getCommandSpec()
                .options()
                .forEach(option -> options.addAll(List.of(option.names())));
        assertThat(known).isEqualTo(options);
    }

    @Test
    void thePlaceIsThatOfTheFileHoweverItIsWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("nave.yaml"), "mcpServers: {}\n");
        Path link = Files.createSymbolicLink(directory.resolve("link.yaml"), file);
        Optional<Rendezvous> place = of(file.toString());
        assertThat(place).isPresent();
        assertThat(of("-c", file.toString())).isEqualTo(place);
        assertThat(of("--config=" + link, "--log-file", "x.log", "--http", "127.0.0.1:0", "--no-watch"))
                .isEqualTo(place);
        assertThat(of(file.toString(), "--names=dot"))
                .isEqualTo(of(file.toString(), "--names", "dot"))
                .isNotEqualTo(place);
        Path copy = Files.copy(file, directory.resolve("copy.yaml"));
        assertThat(of(copy.toString())).isPresent().isNotEqualTo(place);
        assertThat(of(file.toString(), copy.toString())).isPresent().isNotEqualTo(of(copy.toString(), file.toString()));
    }

    @Test
    void whatIsNotUnderstoodOrMeansToBeAloneHasNoPlace() throws IOException {
        String file = Files.writeString(directory.resolve("nave.yaml"), "mcpServers: {}\n")
                .toString();
        assertThat(of(file, "--no-join")).isEmpty();
        assertThat(of(file, "--healthcheck")).isEmpty();
        assertThat(of("--url", "http://127.0.0.1:1/mcp")).isEmpty();
        assertThat(of(file, "--unknown", "x")).isEmpty();
        assertThat(of(file, "--names")).isEmpty();
        assertThat(of(directory.resolve("missing.yaml").toString())).isEmpty();
    }

    @Test
    void aManifestNeedsNoFileAndAnotherKeyIsAnotherHub() {
        Optional<Rendezvous> place = of("--manifest-url", "https://nave.example.com/m.json");
        assertThat(place).isPresent().isEqualTo(of("--manifest-url=https://nave.example.com/m.json"));
        assertThat(Rendezvous.of(
                        List.of("--manifest-url", "https://nave.example.com/m.json"),
                        Map.of("XDG_STATE_HOME", state(), "NAVE_KEY", "another")))
                .isPresent()
                .isNotEqualTo(place);
        assertThat(of("--manifest-url", "https://nave.example.com/m.json", "--deny", "x"))
                .isPresent()
                .isNotEqualTo(place);
    }

    @Test
    void theRuntimeDirectoryIsTakenWhereThereIsOneAndMadePrivate() throws IOException {
        Path file = Files.writeString(directory.resolve("nave.yaml"), "mcpServers: {}\n");
        Path runtime = Files.createTempDirectory(Path.of("/tmp"), "n");
        try {
            Rendezvous place = Rendezvous.of(
                            List.of(file.toString()),
                            Map.of("XDG_STATE_HOME", state(), "XDG_RUNTIME_DIR", runtime.toString()))
                    .orElseThrow();
            assertThat(place.directory()).isEqualTo(runtime.resolve("nave"));
            Files.createDirectory(
                    runtime.resolve("nave"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            place.prepare();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.directory())))
                    .isEqualTo("rwx------");
        } finally {
            Files.deleteIfExists(runtime.resolve("nave"));
            Files.delete(runtime);
        }
    }

    @Test
    void variablesThatTheFileRefersToAndDirectoriesThatMatterTellClientsApart() throws IOException {
        Path file = Files.writeString(directory.resolve("nave.yaml"), "a: ${env:TOKEN}\nb: ${OTHER:-${THIRD}}\n");
        Rendezvous place = of(file.toString()).orElseThrow();
        Standing mine = Standing.here(place, Map.of("TOKEN", "mine", "HOME", "/x"));
        assertThat(mine.variables()).containsOnlyKeys("TOKEN", "OTHER", "THIRD");
        assertThat(Standing.parse(mine.line())).isEqualTo(mine);
        assertThat(mine.line()).doesNotContain("mine");
        Configuration none = Configuration.of(List.of());
        assertThat(mine.differenceTo(Standing.here(place, Map.of("TOKEN", "mine", "HOME", "/y")), none))
                .isEmpty();
        assertThat(mine.differenceTo(Standing.here(place, Map.of("TOKEN", "yours")), none))
                .hasValueSatisfying(text -> assertThat(text).contains("TOKEN").doesNotContain("yours"));

        Standing elsewhere = new Standing(Path.of("/elsewhere"), mine.variables());
        assertThat(mine.differenceTo(elsewhere, server("npx", "-y", "server", "/data")))
                .isEmpty();
        for (Configuration relative : List.of(
                server("npx", "server", "."), server("./server"), server("bin/server"), server("x", "--root=../y"))) {
            assertThat(mine.differenceTo(elsewhere, relative))
                    .hasValueSatisfying(text -> assertThat(text).contains("relative path and no cwd"));
            assertThat(mine.differenceTo(mine, relative)).isEmpty();
        }
    }

    private static Configuration server(String command, String... arguments) {
        return Configuration.of(List.of(ServerSettings.of("files", Target.Command.of(command, arguments))));
    }

    private Optional<Rendezvous> of(String... arguments) {
        return Rendezvous.of(List.of(arguments), Map.of("XDG_STATE_HOME", state()));
    }

    private String state() {
        return directory.resolve("state").toString();
    }
}
