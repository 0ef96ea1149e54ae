package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StandInTest {
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void beginsOnceAndIsWaitedFor() throws InterruptedException {
        CountDownLatch hold = new CountDownLatch(1);
        StandIn standIn = new StandIn("test", () -> {
            try {
                hold.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            runs.incrementAndGet();
        });
        assertThat(standIn.begin()).isTrue();
        assertThat(standIn.begin()).isFalse();
        assertThat(standIn.dismiss()).isFalse();
        hold.countDown();
        standIn.awaitEnd();
        assertThat(runs).hasValue(1);
    }

    @Test
    void neverBeginsOnceItWasDismissed() throws InterruptedException {
        StandIn standIn = new StandIn("test", runs::incrementAndGet);
        assertThat(standIn.dismiss()).isTrue();
        assertThat(standIn.begin()).isFalse();
        standIn.awaitEnd();
        assertThat(runs).hasValue(0);
    }
}
