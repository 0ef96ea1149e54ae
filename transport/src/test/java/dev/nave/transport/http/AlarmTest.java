package dev.nave.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AlarmTest {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LATE = Duration.ofHours(1);

    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
    private final CountDownLatch rung = new CountDownLatch(1);
    private final Alarm alarm = new Alarm(clock, rung::countDown);

    @AfterEach
    void stopClock() {
        clock.shutdownNow();
    }

    @Test
    void goesOffWhenItIsDue() throws Exception {
        alarm.set(SOON);

        assertThat(rung.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void goesOffSoonerWhenItIsSetSooner() throws Exception {
        alarm.set(LATE);
        alarm.set(SOON);

        assertThat(rung.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void comesAgainWhenItCameTooEarly() throws Exception {
        alarm.set(LATE);
        alarm.run();

        assertThat(rung.getCount()).isEqualTo(1);
        assertThat(clock.getQueue()).hasSize(2);
    }

    @Test
    void staysSilentOnceItWasStopped() throws Exception {
        alarm.set(LATE);
        alarm.stop();
        alarm.run();

        assertThat(rung.getCount()).isEqualTo(1);
        assertThat(clock.getQueue()).allMatch(task -> ((Future<?>) task).isCancelled());
    }

    @Test
    void cannotBeSetOnAStoppedClock() {
        clock.shutdownNow();

        assertThatThrownBy(() -> alarm.set(SOON)).isInstanceOf(IOException.class);
    }
}
