package dev.nave.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFamilyTest {
    private static final Instant START = Instant.parse("2026-11-30T10:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    Path directory;

    @Test
    void the_last_lines_come_from_as_many_files_as_they_need() throws IOException {
        write("files.2026-11-29.10.log", "c");
        write("files.2026-11-29.9.log", "a", "b");
        write("files.2026-11-30.0.log", "d");
        write("files.log", "e", "f");
        write("other.log", "x");
        LogFamily log = new LogFamily(directory, "files");
        assertThat(texts(log.last(4, Instant.MIN))).containsExactly("c", "d", "e", "f");
        assertThat(texts(log.last(100, Instant.MIN))).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(LogFamily.names(directory)).containsExactly("files", "other");
    }

    @Test
    void lines_longer_than_a_block_and_of_any_script_are_read_whole_from_either_end() throws IOException {
        List<String> texts = IntStream.range(0, 50)
                .mapToObj(number -> "é漢😀".repeat(number * 200) + number)
                .toList();
        write("files.log", texts.toArray(String[]::new));
        LogFamily log = new LogFamily(directory, "files");
        assertThat(texts(log.last(1000, Instant.MIN))).isEqualTo(texts);
        List<LogLine> news = new ArrayList<>();
        new LogFamily(directory, "files").news(news::add);
        assertThat(texts(news)).isEqualTo(texts);
    }

    @Test
    void what_is_no_line_of_a_log_is_left_out() throws IOException {
        Files.writeString(
                directory.resolve("files.log"), "broken{\n" + line("a").json().raw() + "\n{\"time\":\"2026");
        assertThat(texts(new LogFamily(directory, "files").last(10, Instant.MIN)))
                .containsExactly("a");
    }

    @Test
    void lines_before_the_asked_time_are_left_out() throws IOException {
        Files.writeString(
                directory.resolve("files.log"),
                line("old", START).json().raw() + "\n"
                        + line("new", START.plusSeconds(60)).json().raw() + "\n");
        assertThat(texts(new LogFamily(directory, "files").last(10, START.plusSeconds(30))))
                .containsExactly("new");
    }

    @Test
    void news_are_read_on_from_where_the_last_lines_ended_across_several_new_files_and_half_lines() throws IOException {
        write("files.log", "a");
        LogFamily log = new LogFamily(directory, "files");
        assertThat(texts(log.last(10, Instant.MIN))).containsExactly("a");
        assertThat(news(log)).isEmpty();

        write("files.log", "b");
        Files.move(directory.resolve("files.log"), directory.resolve("files.2026-11-30.0.log"));
        write("files.log", "c");
        Files.move(directory.resolve("files.log"), directory.resolve("files.2026-11-30.1.log"));
        String whole = line("e").json().raw() + "\n";
        write("files.log", "d");
        append("files.log", whole.substring(0, 20));
        assertThat(news(log)).containsExactly("b", "c", "d");
        append("files.log", whole.substring(20));
        assertThat(news(log)).containsExactly("e");
    }

    @Test
    void a_log_that_begins_later_is_read_from_its_beginning() throws IOException {
        LogFamily log = new LogFamily(directory, "files");
        assertThat(log.last(10, Instant.MIN)).isEmpty();
        assertThat(news(log)).isEmpty();
        write("files.log", "a");
        assertThat(news(log)).containsExactly("a");
    }

    private static List<String> news(LogFamily log) throws IOException {
        List<LogLine> news = new ArrayList<>();
        log.news(news::add);
        return texts(news);
    }

    private static List<String> texts(List<LogLine> lines) {
        return lines.stream().map(LogLine::text).toList();
    }

    private void write(String file, String... texts) throws IOException {
        for (String text : texts) {
            append(file, line(text).json().raw() + "\n");
        }
    }

    private void append(String file, String text) throws IOException {
        Files.write(
                directory.resolve(file),
                text.getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static LogLine line(String text) {
        return line(text, START);
    }

    private static LogLine line(String text, Instant time) {
        return new LogLine(time, "INFO", "Test", Optional.of("files"), Optional.empty(), text, Optional.empty());
    }
}
