package dev.nave.edge.upstream.wire;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What arrived for one call and its thread has not taken yet. Readers put in and never wait: of progress the last few
 * are kept, log messages, notifications of extensions and questions beyond the bound are counted and dropped, outcomes always fit.
 */
final class Mailbox {
    /**
     * Progress that may wait. More than one, for a thread that is a moment late must not cost its client a step; few, for
     * what a server reports faster than it can be told is overtaken.
     */
    private static final int PROGRESS = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Mail> waiting = new ArrayDeque<>();
    private final int most;
    private int dropped;

    Mailbox(int most) {
        this.most = most;
    }

    void put(Mail mail) {
        lock.lock();
        try {
            switch (mail) {
                case Mail.Progress progress -> coalesce(progress);
                case Mail.Log log -> bounded(log);
                case Mail.Opaque opaque -> bounded(opaque);
                case Mail.Asked asked -> bounded(asked);
                case Mail.Answer answer -> waiting.add(answer);
                case Mail.Ended ended -> waiting.add(ended);
                case Mail.Cancelled cancelled -> waiting.addFirst(cancelled);
            }
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The next of them, in the order of arrival; a cancellation comes first. Null when the time is over. */
    @Nullable
    Mail take(Duration wait) throws InterruptedException {
        long left = wait.toNanos();
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) {
                if (left <= 0) {
                    return null;
                }
                left = arrived.awaitNanos(left);
            }
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    /** How many did not fit since this was asked last. */
    int takeDropped() {
        lock.lock();
        try {
            int count = dropped;
            dropped = 0;
            return count;
        } finally {
            lock.unlock();
        }
    }

    private void bounded(Mail mail) {
        if (waiting.size() >= most) {
            dropped++;
            return;
        }
        waiting.add(mail);
    }

    private void coalesce(Mail.Progress progress) {
        long kept = waiting.stream().filter(Mail.Progress.class::isInstance).count();
        if (kept >= PROGRESS || (waiting.size() >= most && kept > 0)) {
            removeOldest();
        }
        waiting.add(progress);
    }

    private void removeOldest() {
        for (Iterator<Mail> each = waiting.iterator(); each.hasNext(); ) {
            if (each.next() instanceof Mail.Progress) {
                each.remove();
                return;
            }
        }
    }
}
