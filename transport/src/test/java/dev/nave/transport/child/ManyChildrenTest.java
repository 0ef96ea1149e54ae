package dev.nave.transport.child;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.transport.pipe.Heard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("long")
@Timeout(180)
class ManyChildrenTest {
    private static final int CHILDREN = 300;
    private static final Duration LONG = Duration.ofSeconds(90);

    @Test
    void talksToThreeHundredAtOnceAndLeavesNoProcessAndNoThread() throws Exception {
        String mark;
        try (Nursery nursery = Nursery.open(new Random(), System.getenv());
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            mark = nursery.mark();
            List<Future<ChildProcess>> started = new ArrayList<>();
            for (int i = 0; i < CHILDREN; i++) {
                started.add(callers.submit(() -> talk(nursery)));
            }
            List<ChildProcess> children = new ArrayList<>();
            for (Future<ChildProcess> each : started) {
                children.add(each.get());
            }
            assertThat(children).allMatch(child -> ProcessHandle.of(child.pid()).isPresent());
            children.forEach(ChildProcess::close);
            for (ChildProcess child : children) {
                assertThat(child.awaitEnd(LONG)).isTrue();
            }
        }
        assertThat(Sweep.find(value -> value.contains(mark))).isEmpty();
        long end = System.nanoTime() + LONG.toNanos();
        while (childThreads() > 0 && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertThat(childThreads()).isZero();
    }

    private static ChildProcess talk(Nursery nursery) throws Exception {
        Heard heard = new Heard();
        ChildProcess child = nursery.start(ChildCommand.of("cat"), ChildOptions.defaults(), heard);
        child.send("{}".getBytes(UTF_8));
        assertThat(heard.next()).isEqualTo("{}");
        return child;
    }

    private static long childThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("child-"))
                .count();
    }
}
