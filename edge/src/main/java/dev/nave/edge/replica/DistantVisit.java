package dev.nave.edge.replica;

import dev.nave.edge.conversation.Expired;
import dev.nave.edge.conversation.Visit;
import dev.nave.transport.http.SentEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that waits here for a call on another node. A virtual thread of its own reads what that node says; one that
 * leaves closes the line, which that node takes as the client's own leaving.
 */
final class DistantVisit implements Visit {
    private static final Logger LOG = LoggerFactory.getLogger(DistantVisit.class);
    private static final int MOST_WAITING = 64;

    private final Line line;
    private final String method;
    private final BlockingQueue<Notice> notices = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread reader;
    private volatile boolean left;

    private DistantVisit(Line line, String method) {
        this.line = line;
        this.method = method;
        this.reader = Thread.ofVirtual().name("distant visit").unstarted(this::read);
    }

    static DistantVisit begin(Line line, String method) {
        DistantVisit visit = new DistantVisit(line, method);
        visit.reader.start();
        return visit;
    }

    @Override
    public Notice next(Duration silence) {
        if (left) {
            return new Notice.Left();
        }
        try {
            Notice notice = notices.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
            if (left) {
                return new Notice.Left();
            }
            return notice == null ? new Notice.Silence() : notice;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            leave();
            return new Notice.Left();
        }
    }

    @Override
    public void leave() {
        left = true;
        line.close();
        reader.interrupt();
        boolean _ = notices.offer(new Notice.Left());
    }

    private void read() {
        boolean over = false;
        try (line) {
            for (SentEvent event = line.next(); event != null; event = over ? null : line.next()) {
                Notice notice = Notes.read(event);
                if (notice != null) {
                    over = notice instanceof Notice.Ended || notice instanceof Notice.Left;
                    notices.put(notice);
                }
            }
        } catch (IOException | RuntimeException broken) {
            if (!left && !over) {
                LOG.warn("Another node went in the middle of a call of {}: {}", method, broken.getMessage());
            }
        } catch (InterruptedException gone) {
            over = true;
        }
        if (!over && !left) {
            putLost();
        }
    }

    private void putLost() {
        try {
            notices.put(lost());
        } catch (InterruptedException gone) {
            Thread.currentThread().interrupt();
        }
    }

    private Notice lost() {
        return new Notice.Ended(Expired.withItsNode(method).reply());
    }
}
