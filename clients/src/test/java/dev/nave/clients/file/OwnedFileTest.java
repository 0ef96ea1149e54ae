package dev.nave.clients.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnedFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    Path directory;

    @Test
    void a_file_that_does_not_exist_is_empty_and_comes_with_its_directories_for_its_owner_alone() throws IOException {
        Path path = directory.resolve("a/b/nave.yaml");
        OwnedFile file = OwnedFile.read(path);
        assertThat(file.exists()).isFalse();
        assertThat(file.text()).isEmpty();
        file.write("x: 1\n");
        assertThat(path).hasContent("x: 1\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(names(directory.resolve("a/b"))).containsExactly("nave.yaml");
    }

    @Test
    void the_permissions_stay() throws IOException {
        Path path = Files.writeString(directory.resolve("x.json"), "{}");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        OwnedFile.read(path).write("{\"a\": 1}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void a_link_stays_a_link_even_when_it_points_to_nothing_yet() throws IOException {
        Path target = Files.writeString(directory.resolve("target.json"), "{}");
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), Path.of("target.json"));
        OwnedFile.read(link).write("{\"a\": 1}");
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("{\"a\": 1}");
        Path open = Files.createSymbolicLink(directory.resolve("open.json"), Path.of("later.json"));
        OwnedFile.read(open).write("{}");
        assertThat(open).isSymbolicLink();
        assertThat(directory.resolve("later.json")).hasContent("{}");
    }

    @Test
    void a_byte_order_mark_stays_and_is_no_text() throws IOException {
        Path path = Files.writeString(directory.resolve("x.yaml"), "\uFEFFa: 1\n");
        OwnedFile file = OwnedFile.read(path);
        assertThat(file.text()).isEqualTo("a: 1\n");
        file.write("a: 2\n");
        assertThat(Files.readString(path)).isEqualTo("\uFEFFa: 2\n");
    }

    @Test
    void what_somebody_else_wrote_in_between_is_left_alone() throws IOException {
        Path path = Files.writeString(directory.resolve("x.json"), "{}");
        OwnedFile file = OwnedFile.read(path);
        Files.writeString(path, "{\"theirs\": 1}");
        assertThatThrownBy(() -> file.write("{\"ours\": 1}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("somebody else");
        assertThat(path).hasContent("{\"theirs\": 1}");
        assertThat(names(directory)).containsExactly("x.json");
    }

    @Test
    void what_is_no_text_is_refused() throws IOException {
        Path path = Files.write(directory.resolve("x.json"), "é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> OwnedFile.read(path)).hasMessageContaining("UTF-8");
    }

    private static Stream<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList().stream();
        }
    }
}
