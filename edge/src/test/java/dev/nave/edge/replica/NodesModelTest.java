package dev.nave.edge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Plays the model of two nodes. A failure names its seed; {@code -Dnave.model.seed=N} plays that one again and again, and
 * {@code -Dnave.model.seconds=N} plays for longer.
 */
@Execution(ExecutionMode.CONCURRENT)
class NodesModelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Worlds at once: most of their time they wait. */
    private static final int WORLDS = 8;

    @Test
    void whateverBefallsTwoNodesTheirLawsHold() throws InterruptedException {
        Long chosen = Long.getLong("nave.model.seed");
        if (chosen != null) {
            assertThat(play(chosen, 0, Duration.ofSeconds(10))).isEmpty();
        } else {
            assertThat(play(1, 1, Duration.ofSeconds(Long.getLong("nave.model.seconds", 10))))
                    .isEmpty();
        }
    }

    @Test
    @Tag("long")
    void whateverBefallsTwoNodesForLongTheirLawsHold() throws InterruptedException {
        assertThat(play(1_000_000, 1, Duration.ofSeconds(60))).isEmpty();
    }

    /** Plays seeds from the first on until the time is up or a law is broken. */
    private static List<String> play(long first, long step, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        AtomicLong played = new AtomicLong();
        Queue<String> broken = new ConcurrentLinkedQueue<>();
        List<Thread> players = java.util.stream.IntStream.range(0, WORLDS)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    while (broken.isEmpty() && System.nanoTime() - end < 0) {
                        long seed = first + step * played.getAndIncrement();
                        broken.addAll(NodesModel.violations(seed, PATIENCE));
                    }
                }))
                .toList();
        for (Thread player : players) {
            player.join();
        }
        System.out.println("Played " + played + " runs of two nodes in " + time.toSeconds() + " s");
        return List.copyOf(broken);
    }
}
