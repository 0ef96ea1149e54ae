package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LookoutTest {
    private final Lookout lookout = new Lookout();

    @Test
    void looksAgainAndAgainUntilToldToForget() throws InterruptedException {
        CountDownLatch often = new CountDownLatch(3);
        AtomicInteger before = new AtomicInteger();
        Lookout.Watched watched = often::countDown;
        Lookout.Watched forgotten = before::incrementAndGet;
        lookout.watch(forgotten);
        lookout.forget(forgotten);
        lookout.watch(watched);
        assertThat(often.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(before).hasValue(0);
        lookout.forget(watched);
    }

    @Test
    void looksAnewAfterThereWasNothingToLookAfter() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            CountDownLatch seen = new CountDownLatch(1);
            Lookout.Watched watched = seen::countDown;
            lookout.watch(watched);
            assertThat(seen.await(30, TimeUnit.SECONDS)).isTrue();
            lookout.forget(watched);
            Eventually.await("its rest", () -> !lookout.isLooking());
        }
    }

    @Test
    void oneThatFailsCostsNobodyElse() throws InterruptedException {
        CountDownLatch often = new CountDownLatch(2);
        lookout.watch(() -> {
            throw new IllegalStateException("a bug");
        });
        lookout.watch(often::countDown);
        assertThat(often.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
