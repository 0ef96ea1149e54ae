package dev.nave.edge.upstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Deadline;
import dev.nave.hub.Time;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How long a call waits, on a clock the test holds. */
class PatienceTest {
    private static final Duration QUIET = Duration.ofMinutes(1);

    private long seconds;
    private final Time time = new Time() {
        @Override
        public Instant now() {
            return Instant.EPOCH.plusSeconds(seconds);
        }

        @Override
        public long nanos() {
            return Duration.ofSeconds(seconds).toNanos();
        }
    };
    private final Patience patience = new Patience(Deadline.in(Duration.ofMinutes(10), time), QUIET, time);

    @Test
    void itEndsWhenTheServerIsSilent() {
        seconds = 59;
        assertThat(patience.isOver()).isFalse();
        seconds = 60;
        assertThat(patience.isOver()).isTrue();
    }

    @Test
    void aSignOfLifeBeginsItAnew() {
        seconds = 50;
        patience.renew();
        seconds = 109;
        assertThat(patience.isOver()).isFalse();
    }

    @Test
    void itIsHeldWhileAQuestionIsOpenAndBeginsAnewWhenTheLastIsAnswered() {
        patience.hold();
        patience.hold();
        seconds = 300;
        assertThat(patience.isOver()).isFalse();
        patience.release();
        seconds = 400;
        assertThat(patience.isOver()).isFalse();
        patience.release();
        assertThat(patience.remaining()).isEqualTo(QUIET);
    }

    @Test
    void theDeadlineOfTheCallEndsItWhateverHappens() {
        patience.hold();
        seconds = 600;
        assertThat(patience.isOver()).isTrue();
    }
}
