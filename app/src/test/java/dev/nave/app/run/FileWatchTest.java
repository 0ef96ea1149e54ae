package dev.nave.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileWatchTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    Path directory;

    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("nave.yaml"), "first");
    }

    @Test
    void what_is_written_is_told() throws Exception {
        try (var _ = watch()) {
            Files.writeString(file, "second");
            assertThat(next()).isEqualTo("second");
        }
    }

    @Test
    void an_editor_may_rename_another_file_over_it() throws Exception {
        try (var _ = watch()) {
            for (String text : List.of("second", "third")) {
                Path other = Files.writeString(directory.resolve(".nave.yaml.swp"), text);
                Files.move(other, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                assertThat(next()).isEqualTo(text);
            }
        }
    }

    @Test
    void a_file_that_is_away_or_blank_is_being_written() throws Exception {
        try (var _ = watch()) {
            Files.delete(file);
            Files.writeString(file, "");
            Files.writeString(file, "second");
            assertThat(next()).isEqualTo("second");
        }
    }

    @Test
    void what_it_links_to_is_watched_and_so_is_the_link() throws Exception {
        Path one = Files.createDirectory(directory.resolve("one"));
        Path two = Files.createDirectory(directory.resolve("two"));
        Path behind = Files.writeString(one.resolve("nave.yaml"), "one");
        Files.writeString(two.resolve("nave.yaml"), "two");
        Path link = Files.createSymbolicLink(directory.resolve("data"), one);
        file = Files.createSymbolicLink(directory.resolve("link.yaml"), Path.of("data", "nave.yaml"));
        try (var _ = watch()) {
            Files.writeString(behind, "other");
            assertThat(next()).isEqualTo("other");
            Path swapped = Files.createSymbolicLink(directory.resolve("data.next"), two);
            Files.move(swapped, link, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            assertThat(next()).isEqualTo("two");
        }
    }

    @Test
    void the_same_written_again_is_no_change() throws Exception {
        try (var _ = watch()) {
            Files.writeString(file, "first");
            Files.writeString(directory.resolve("other.yaml"), "something else");
            Files.writeString(file, "second");
            assertThat(next()).isEqualTo("second");
            assertThat(told).isEmpty();
        }
    }

    private FileWatch watch() throws IOException {
        return FileWatch.start(List.of(file), () -> {
            try {
                told.add(Files.readString(file));
            } catch (IOException e) {
                told.add(e.toString());
            }
        });
    }

    private String next() throws InterruptedException {
        String text = told.poll(30, TimeUnit.SECONDS);
        return text == null ? "nothing" : text;
    }
}
