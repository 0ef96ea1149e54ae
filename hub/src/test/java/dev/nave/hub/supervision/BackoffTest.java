package dev.nave.hub.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    private final Backoff backoff = new Backoff(
            Waits.defaults()
                    .with(Wait.RESTART, Duration.ofMillis(100))
                    .with(Wait.RESTART_MAXIMUM, Duration.ofSeconds(10)),
            new Random(1));

    @Test
    void eachFailureDoublesTheSpanUpToItsBound() {
        assertThat(most(1)).isBetween(95L, 100L);
        assertThat(most(2)).isBetween(190L, 200L);
        assertThat(most(5)).isBetween(1_520L, 1_600L);
        assertThat(most(8)).isBetween(9_500L, 10_000L);
        assertThat(most(1_000_000)).isBetween(9_500L, 10_000L);
    }

    @Test
    void chanceHasTheWholeSpan() {
        List<Long> pauses = pauses(8);
        assertThat(pauses).allMatch(pause -> pause >= 1);
        for (int tenth = 0; tenth < 10; tenth++) {
            long from = tenth * 1_000L;
            assertThat(pauses.stream().filter(pause -> pause >= from && pause < from + 1_000))
                    .as("pauses from " + from)
                    .hasSizeBetween(140, 260);
        }
    }

    @Test
    void aServerThatWasUpForLongBeginsAnew() {
        assertThat(backoff.forgives(Duration.ofSeconds(9))).isFalse();
        assertThat(backoff.forgives(Duration.ofSeconds(10))).isTrue();
    }

    private long most(int failures) {
        return pauses(failures).stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    private List<Long> pauses(int failures) {
        return IntStream.range(0, 2_000)
                .mapToObj(i -> backoff.before(failures).toMillis())
                .toList();
    }
}
