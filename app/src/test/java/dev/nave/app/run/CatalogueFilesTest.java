package dev.nave.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.app.configuration.StateDirectory;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.ListKind;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.feed.Listing;
import dev.nave.hub.feed.Remembered;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogueFilesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    Path directory;

    @Test
    void what_is_kept_is_recalled_as_it_was_spelled() {
        CatalogueFiles files = new CatalogueFiles(directory.resolve("state/catalogue"));
        assertThat(files.recall(server("one"))).isEmpty();
        files.keep(server("one"), known("{\"name\":\"a\",\"x\":1.0e2}"));
        Remembered recalled = files.recall(server("one")).orElseThrow();
        assertThat(recalled.opening()).isEqualTo(known("{}").opening());
        assertThat(recalled.lists()).hasSize(ListKind.values().length);
        assertThat(recalled.lists().get(ListKind.TOOLS)).isNotNull().satisfies(tools -> assertThat(tools.entries())
                .hasToString("[{\"name\":\"a\",\"x\":1.0e2}]"));
        files.keep(server("one"), known("{\"name\":\"b\"}"));
        assertThat(files.recall(server("one")).orElseThrow().lists().get(ListKind.TOOLS))
                .isNotNull()
                .satisfies(again -> assertThat(again.entries()).hasToString("[{\"name\":\"b\"}]"));
    }

    @Test
    void what_was_kept_of_a_server_that_is_reached_otherwise_is_not_recalled() {
        CatalogueFiles files = new CatalogueFiles(directory);
        files.keep(server("one"), known("{\"name\":\"a\"}"));
        assertThat(files.recall(server("two"))).isEmpty();
    }

    @Test
    void a_file_that_is_broken_is_as_good_as_none() throws Exception {
        Files.writeString(directory.resolve("files.json"), "{\"reached\":");
        assertThat(new CatalogueFiles(directory).recall(server("one"))).isEmpty();
    }

    @Test
    void nobody_else_may_read_it() throws Exception {
        Path place = directory.resolve("catalogue");
        new CatalogueFiles(place).keep(server("one"), known("{\"name\":\"a\"}"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.resolve("files.json"))))
                .isEqualTo("rw-------");
        assertThat(place.toFile().list()).containsExactly("files.json");
    }

    @Test
    void each_configuration_file_has_a_directory_of_its_own_unless_it_names_one() {
        Configuration none = Configuration.defaults();
        Map<String, String> environment = Map.of("XDG_STATE_HOME", "/state");
        Optional<Path> one = StateDirectory.of(none, List.of(Path.of("/a/nave.yaml")), environment);
        Optional<Path> other = StateDirectory.of(none, List.of(Path.of("/b/nave.yaml")), environment);
        assertThat(one.orElseThrow().toString()).startsWith("/state/nave/nave.yaml-");
        assertThat(one).isNotEqualTo(other);
        assertThat(StateDirectory.of(none, List.of(Path.of("/a/nave.yaml")), Map.of())
                        .orElseThrow()
                        .toString())
                .contains(".local/state/nave/nave.yaml-");
        assertThat(StateDirectory.of(none, List.of(), environment)).isEmpty();
    }

    private static ServerSettings server(String argument) {
        return ServerSettings.of("files", Target.Command.of("program", argument));
    }

    private static Remembered known(String tool) {
        Map<ListKind, Listing> lists = new EnumMap<>(ListKind.class);
        for (ListKind kind : ListKind.values()) {
            List<Json> entries = kind == ListKind.TOOLS ? List.of(Json.parse(tool)) : List.of();
            lists.put(kind, new Listing(entries, Json.EMPTY_OBJECT, 0, Duration.ZERO, true));
        }
        Opening opening = new Opening(
                Revision.NEWEST,
                Json.parse("{\"name\":\"f\"}"),
                Json.parse("{\"tools\":{\"listChanged\":true}}"),
                Optional.of("be kind"));
        return new Remembered(opening, lists);
    }
}
