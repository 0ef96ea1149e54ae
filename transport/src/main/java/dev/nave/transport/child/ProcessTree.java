package dev.nave.transport.child;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * A process and everything it started: what the system still knows as its descendants, and what carries its mark though it
 * moved to a session of its own or lost its parent. For one thread at a time.
 */
final class ProcessTree {
    private static final int ROUNDS = 10;
    private static final Duration AFTER_KILL = Duration.ofSeconds(1);
    private static final long SHORTEST_LOOK = 5;
    private static final long LONGEST_LOOK = 100;

    private final ProcessHandle root;
    private final Census census;
    private final String mark;
    /** Seen once: descendants are found no more when what lies between has ended. */
    private final Set<ProcessHandle> seen = new HashSet<>();

    ProcessTree(ProcessHandle root, Census census, String mark) {
        this.root = root;
        this.census = census;
        this.mark = mark;
    }

    /** Remembers the descendants as they are now, for when the root has ended. */
    synchronized void remember() {
        seen.add(root);
        root.descendants().forEach(seen::add);
    }

    /** Who is alive now. */
    synchronized Set<ProcessHandle> living() {
        if (ProcessFiles.runs(root)) {
            remember();
        }
        seen.addAll(census.find(mark));
        seen.removeIf(handle -> !ProcessFiles.runs(handle));
        return Set.copyOf(seen);
    }

    /** Asks everyone to end. */
    void terminate() {
        living().forEach(ProcessHandle::destroy);
    }

    /** Ends everyone, those started meanwhile included. */
    void kill() throws InterruptedException {
        Set<ProcessHandle> living = living();
        for (int round = 0; round < ROUNDS && !living.isEmpty(); round++) {
            living.forEach(ProcessHandle::destroyForcibly);
            await(living, AFTER_KILL);
            living = living();
        }
    }

    /** Ends what outlived its parent: asks first, then does not ask. */
    void clean(Duration wait) throws InterruptedException {
        Set<ProcessHandle> left = living();
        if (left.isEmpty()) {
            return;
        }
        left.forEach(ProcessHandle::destroy);
        await(left, wait);
        kill();
    }

    /** The system tells a parent of its child's end only, and the JDK looks at others every few seconds: too seldom. */
    private static void await(Set<ProcessHandle> handles, Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        long pause = SHORTEST_LOOK;
        while (handles.stream().anyMatch(ProcessFiles::runs) && System.nanoTime() < end) {
            Thread.sleep(pause);
            pause = Math.min(LONGEST_LOOK, pause * 2);
        }
    }
}
