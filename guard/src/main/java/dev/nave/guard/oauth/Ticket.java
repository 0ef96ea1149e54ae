package dev.nave.guard.oauth;

import dev.nave.hub.Cancellation;
import dev.nave.hub.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Somebody is to sign in on a page of the hub. Safe for many threads. */
final class Ticket {
    private static final int KEYS = 5;

    private final String id;
    private final Purpose purpose;
    private final Challenge challenge;
    private final String principal;
    private final Deadline end;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    // Guarded by this: set once, when its person agreed.
    private @Nullable String browser;
    private @Nullable Attempt attempt;
    private int wrongKeys;

    Ticket(String id, Purpose purpose, Challenge challenge, String principal, Deadline end) {
        this.id = id;
        this.purpose = purpose;
        this.challenge = challenge;
        this.principal = principal;
        this.end = end;
    }

    String id() {
        return id;
    }

    Purpose purpose() {
        return purpose;
    }

    Challenge challenge() {
        return challenge;
    }

    /** Who has to be in front of the browser. */
    String principal() {
        return principal;
    }

    boolean isOver() {
        return end.hasPassed() || done.isDone();
    }

    /** Whether another key may be tried. */
    synchronized boolean wrongKey() {
        return ++wrongKeys < KEYS;
    }

    /** Its person agreed, in the browser that holds this. False when somebody did before. */
    synchronized boolean agree(String holds, Attempt begun) {
        if (browser != null || isOver()) {
            return false;
        }
        browser = holds;
        attempt = begun;
        return true;
    }

    /** The attempt that this state belongs to, if it comes from the browser in which its person agreed. Once. */
    synchronized @Nullable Attempt take(String state, String holds) {
        Attempt begun = attempt;
        boolean ours = begun != null && begun.state().equals(state) && holds.equals(browser) && !isOver();
        if (!ours) {
            return null;
        }
        attempt = null;
        return begun;
    }

    synchronized boolean isOf(String state) {
        return attempt != null && attempt.state().equals(state);
    }

    /** It ended. */
    void settle(boolean good) {
        done.complete(good);
    }

    /** Waits for its end; false when it came to nothing, or did not come in time. */
    boolean await(Duration most, Cancellation cancellation) {
        CompletableFuture<Boolean> mine = done.copy();
        try (var _ = cancellation.onCancel(() -> mine.complete(false))) {
            return mine.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
