package dev.nave.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.Child;
import dev.nave.e2e.HubProcess;
import dev.nave.e2e.scripted.Messages;
import dev.nave.e2e.scripted.Post;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.Spelled;
import dev.nave.e2e.scripted.WebClient;
import dev.nave.hub.configuration.ApiKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Two thousand legacy sessions of four hundred callers, who can be asked and so share no child, opened and dropped in the
 * middle of a call: by hanging up, by DELETE, by both. Nothing of them stays.
 */
@Tag("long")
@Isolated("it measures")
final class HygieneTest {
    private static final int SESSIONS = 2_000;
    private static final int PRINCIPALS = 400;
    private static final int AT_ONCE = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern CHILD = Pattern.compile("\"text\":\"dropped-\\S+ (\\d+)\"");
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final List<String> keys = new ArrayList<>();

    @TempDir
    Path directory;

    @Test
    void sessionsDroppedInMidCallLeaveNothing() throws Exception {
        String mark = "dropped-" + UUID.randomUUID();
        SecureRandom random = new SecureRandom();
        HubProcess.Configuration configuration = new HubProcess.Configuration("prefix")
                .stdio("light", LightServer.command(mark))
                .wait("call", "1s")
                .wait("idle", "1s")
                .wait("session", "5s")
                .wait("resume", "1s")
                .bound("children", AT_ONCE)
                .bound("childrenPerPrincipal", AT_ONCE);
        for (int i = 0; i < PRINCIPALS; i++) {
            ApiKeys.Created created = ApiKeys.create("p" + i, Set.of(), random);
            configuration.key("p" + i, created.key().hash());
            keys.add(created.secret().reveal());
        }
        try (HubProcess hub = HubProcess.start(directory, configuration)) {
            drop(hub, AT_ONCE);
            settle(mark, 2);
            Footprint before = Footprint.of(hub.handle());
            long heapBefore = heapKibibytes(hub);
            long start = System.nanoTime();
            int children = drop(hub, SESSIONS);
            long millis = (System.nanoTime() - start) / 1_000_000;
            boolean settled = settle(mark, 2);
            // The JDK keeps a thread for a minute after each process that ended.
            Processes.become(() -> Footprint.of(hub.handle()).isWithin(20, before), PATIENCE);
            Footprint after = Footprint.of(hub.handle());
            long heapAfter = heapKibibytes(hub);
            System.out.printf(
                    "%d sessions over %d children dropped in mid-call in %d ms%n", SESSIONS, children, millis);
            System.out.printf("before: %s, %d KiB of heap; after: %s, %d KiB%n", before, heapBefore, after, heapAfter);
            assertThat(children).as("no two principals share a child").isGreaterThanOrEqualTo(PRINCIPALS);
            assertThat(settled).as("children left: %s", Processes.marked(mark)).isTrue();
            String cookie = Processes.cookie(hub.handle());
            assertThat(client(hub.url(), keys.getFirst())
                            .call("light__echo", "{}")
                            .text())
                    .contains(mark);
            assertThat(Processes.marked(cookie)).as("what the hub started").isNotEmpty();
            assertThat(after.isWithin(AT_ONCE, before))
                    .as("%s, before %s", after, before)
                    .isTrue();
            assertThat(heapAfter).isLessThan(heapBefore + (60 << 10));
            hub.stop();
            assertThat(Processes.marked(mark)).isEmpty();
            assertThat(Processes.marked(cookie)).isEmpty();
        }
    }

    /** Answers how many children there were. */
    private int drop(HubProcess hub, int count) throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<String>> sessions = IntStream.range(0, count)
                    .<Callable<String>>mapToObj(i -> () -> drop(hub.url(), i, keys.get(i % PRINCIPALS)))
                    .toList();
            Set<String> answers = new TreeSet<>();
            for (Future<String> session : clients.invokeAll(sessions)) {
                answers.add(CHILD.matcher(session.get())
                        .results()
                        .findFirst()
                        .map(found -> found.group(1))
                        .orElse(session.get()));
            }
            assertThat(answers).allMatch(answer -> answer.matches("\\d+"));
            return answers.size();
        }
    }

    /** Opens a session, calls what never answers, and leaves once the server says it has begun; answers what was told. */
    private static String drop(String url, int number, String key) throws Exception {
        WebClient client = client(url, key);
        String echo = client.call("light__echo", "{}").text();
        Post post = client.send(Messages.watchedCall(Era.LEGACY, client.freshId(), "light__hang"));
        boolean begun = post.message()
                .filter(message -> Spelled.of(message).text().contains("progress"))
                .isPresent();
        switch (number % 3) {
            case 0 -> post.close();
            case 1 -> {
                client.close();
                post.close();
            }
            default -> {
                post.close();
                client.close();
            }
        }
        return begun ? echo : "the call was not begun";
    }

    private static WebClient client(String url, String key) throws IOException {
        return WebClient.openLegacy(url, "{\"elicitation\":{\"form\":{}}}", key);
    }

    /** Waits until at most so many children are left, which the hub keeps for the next call or for its lists. */
    private static boolean settle(String mark, int children) {
        return Processes.become(() -> Processes.marked(mark).size() <= children, PATIENCE);
    }

    /** The heap in use after a collection. */
    private long heapKibibytes(HubProcess hub) throws InterruptedException {
        String process = Long.toString(hub.handle().pid());
        jcmd(process, "GC.run");
        var used = USED.matcher(jcmd(process, "GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1));
        }
        return sum;
    }

    private String jcmd(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.addAll(List.of(arguments));
        try (Child jcmd = Child.start("jcmd", command, Map.of(), directory)) {
            jcmd.awaitEnd(PATIENCE);
            return jcmd.output();
        }
    }
}
