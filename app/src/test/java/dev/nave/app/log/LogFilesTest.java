package dev.nave.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.nave.hub.OngoingCall;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.LogSettings;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Where the lines of a hub and of its servers go. Logback is one for the whole process, so one test at a time. */
final class LogFilesTest {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("dev.nave.LogFilesTest");
    private static final LogSettings STANDARD = LogSettings.defaults();

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    Path directory;

    @Test
    void what_is_about_a_server_is_in_its_file_and_the_rest_in_that_of_the_hub() throws IOException {
        try (LogFiles _ = open(STANDARD)) {
            LOG.info("about none");
            LOG.atInfo().addKeyValue("server", "files").log("about {}", "files");
            LOG.debug("too fine");
            ServerLog.voice("notes", Time.SYSTEM).accept("said by notes");
            LOG.atInfo().addKeyValue("server", "../files").log("a name that is none");
        }
        assertThat(texts("hub")).containsExactly("about none", "a name that is none");
        assertThat(texts("files")).containsExactly("about files");
        assertThat(texts("notes")).containsExactly("said by notes");
        assertThat(Files.getPosixFilePermissions(directory.resolve("logs")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void what_is_logged_during_a_call_names_it_and_goes_to_its_server() throws IOException {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        Json params = Json.parse(
                "{\"name\":\"read\",\"_meta\":{\"traceparent\":\"00-%s-b7ad6b7169203331-01\"}}".formatted(trace));
        OngoingCall call = new OngoingCall(
                "3f2a", 56, "files", new Request("tools/call", params), new SilentExchange("key:alice"));
        try (LogFiles _ = open(STANDARD)) {
            Reply _ = call.during(() -> {
                LOG.info("during");
                return Reply.failed(1, "over");
            });
            LOG.info("after");
        }
        LogLine line = lines("files").getFirst();
        assertThat(line.call()).contains(new LogLine.Call("3f2a-1k", "key:alice", "tools/call", Optional.of(trace)));
        assertThat(line.shown()).isEqualTo("during [call 3f2a-1k, tools/call of key:alice, trace " + trace + "]");
        assertThat(lines("hub").getFirst().call()).isEmpty();
    }

    @Test
    void a_failure_is_kept_with_its_trace_and_no_text_breaks_the_line() throws IOException {
        String odd = "quote \" tab \t line \n nul \u0000 emoji 😀 half \ud83d";
        try (LogFiles _ = open(STANDARD)) {
            LOG.error("{}", odd, new IOException("the cause"));
        }
        assertThat(Files.readAllLines(directory.resolve("logs/hub.log"))).hasSize(1);
        LogLine line = lines("hub").getFirst();
        assertThat(line.text()).startsWith("quote \" tab \t line \n nul \u0000 emoji 😀 half ");
        assertThat(line.trace().orElseThrow()).contains("IOException: the cause", "LogFilesTest");
    }

    @Test
    void a_file_is_followed_by_the_next_when_it_is_large_and_the_oldest_go() throws IOException {
        LogSettings small = new LogSettings(
                STANDARD.level(),
                STANDARD.console(),
                STANDARD.format(),
                true,
                Optional.empty(),
                64 << 10,
                200 << 10,
                Duration.ofDays(2));
        int lines = 10_000;
        try (LogFiles _ = open(small)) {
            IntStream.range(0, lines).forEach(number -> LOG.info("line number {}", number));
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(directory.resolve("logs"))) {
            files = all.filter(file -> file.toString().endsWith(".log")).toList();
        }
        assertThat(files).hasSizeBetween(3, 5);
        assertThat(files).allSatisfy(file -> assertThat(Files.size(file)).isLessThan(80 << 10));
        List<String> kept = texts("hub");
        assertThat(kept).endsWith("line number " + (lines - 1));
        assertThat(kept)
                .as("what is left has no gap")
                .isEqualTo(IntStream.range(lines - kept.size(), lines)
                        .mapToObj(number -> "line number " + number)
                        .toList());
    }

    @Test
    void who_follows_a_log_that_is_begun_anew_all_the_time_misses_nothing() throws Exception {
        LogSettings small = new LogSettings(
                STANDARD.level(),
                STANDARD.console(),
                STANDARD.format(),
                true,
                Optional.empty(),
                64 << 10,
                100 << 20,
                Duration.ofDays(2));
        int lines = 20_000;
        List<String> seen = new ArrayList<>();
        try (LogFiles _ = open(small)) {
            LogFamily log = new LogFamily(directory.resolve("logs"), "hub");
            Thread writer = Thread.ofPlatform()
                    .start(() -> IntStream.range(0, lines).forEach(number -> LOG.info("line number {}", number)));
            while (writer.isAlive()) {
                log.news(line -> seen.add(line.text()));
            }
            log.news(line -> seen.add(line.text()));
        }
        assertThat(seen)
                .isEqualTo(IntStream.range(0, lines)
                        .mapToObj(number -> "line number " + number)
                        .toList());
    }

    @Test
    void a_second_hub_of_the_same_configuration_writes_no_files() throws IOException {
        try (LogFiles _ = open(STANDARD)) {
            try (LogFiles _ = open(STANDARD)) {
                LOG.warn("once");
            }
            LOG.warn("still");
        }
        assertThat(texts("hub")).contains("once", "still").doesNotHaveDuplicates();
    }

    @Test
    void a_directory_that_cannot_be_made_costs_the_files_alone() throws IOException {
        Files.writeString(directory.resolve("logs"), "a file in the way");
        try (LogFiles _ = open(STANDARD)) {
            LOG.info("not lost on anybody");
        }
        assertThat(directory.resolve("logs")).hasContent("a file in the way");
    }

    @Test
    void nothing_finer_is_looked_at_than_somebody_wants() {
        LogSettings loud = new LogSettings(
                LogSettings.Level.DEBUG,
                LogSettings.Level.ERROR,
                STANDARD.format(),
                true,
                Optional.empty(),
                STANDARD.file(),
                STANDARD.total(),
                STANDARD.keep());
        Logger logger = (Logger) LoggerFactory.getLogger("dev.nave");
        Level before = logger.getEffectiveLevel();
        try (LogFiles _ = open(loud)) {
            assertThat(LOG.isDebugEnabled()).isTrue();
            assertThat(LOG.isTraceEnabled()).isFalse();
        }
        assertThat(logger.getEffectiveLevel()).isEqualTo(before);
        try (LogFiles _ = LogFiles.open(loud, Optional.empty())) {
            assertThat(LOG.isWarnEnabled())
                    .as("without files, the console alone counts")
                    .isFalse();
        }
    }

    @Test
    void a_server_that_floods_is_cut_off_for_the_rest_of_the_second_and_it_is_said_how_much_is_missing()
            throws IOException {
        long[] now = {0};
        Time time = new Time() {
            @Override
            public Instant now() {
                return Instant.EPOCH.plusNanos(now[0]);
            }

            @Override
            public long nanos() {
                return now[0];
            }
        };
        try (LogFiles _ = open(STANDARD)) {
            Consumer<String> voice = ServerLog.voice("files", time);
            IntStream.range(0, 1000).forEach(number -> voice.accept("line " + number));
            now[0] = Duration.ofSeconds(1).toNanos();
            voice.accept("later");
        }
        assertThat(texts("files"))
                .hasSize(502)
                .endsWith("line 499", "(500 lines came too fast and were left out)", "later");
    }

    @Test
    void the_command_shows_several_logs_in_the_order_of_time_or_one_or_json() throws IOException {
        Path file = Files.writeString(directory.resolve("nave.yaml"), "state: .\n");
        try (LogFiles _ = open(STANDARD)) {
            LOG.info("first");
            ServerLog.voice("files", Time.SYSTEM).accept("second");
            LOG.warn("third");
        }
        assertThat(run("-c", file.toString()).lines().map(line -> line.substring(13)))
                .containsExactly("hub   first", "files | second", "hub   warning third");
        assertThat(run("files", "-c", file.toString())).contains("second").doesNotContain("first");
        assertThat(run("-n", "1", "--since", "10m", "--json", "-c", file.toString()))
                .matches(
                        "\\{\"time\":\"[^\"]+\",\"level\":\"WARN\",\"logger\":\"LogFilesTest\",\"message\":\"third\"}\\R");
        assertThat(run("nobody", "-c", file.toString())).contains("There is no log of 'nobody'", "files, hub");
        assertThat(run("--since", "soon", "-c", file.toString())).contains("--since: Expected a duration");
        Files.writeString(file, "state: .\nbroken: [\n");
        assertThat(run("-c", file.toString())).contains("There are no logs in");
    }

    private static String run(String... arguments) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        new CommandLine(new LogsCommand())
                .setOut(writer)
                .setExecutionExceptionHandler((problem, _, _) -> {
                    writer.println(problem.getMessage());
                    return 1;
                })
                .execute(arguments);
        return out.toString();
    }

    private LogFiles open(LogSettings settings) {
        return LogFiles.open(settings, Optional.of(directory));
    }

    private List<String> texts(String name) throws IOException {
        return lines(name).stream().map(LogLine::text).toList();
    }

    private List<LogLine> lines(String name) throws IOException {
        try {
            return new LogFamily(directory.resolve("logs"), name).last(Integer.MAX_VALUE, Instant.MIN);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
