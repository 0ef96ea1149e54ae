package dev.nave.edge.replica;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Two nodes of a hub between clients of both eras and a legacy server, through the real doors of both sides: clients of two
 * principals answer, answer in part, wrong and twice, forge, cancel, leave and never come back, each time at whichever node;
 * children and nodes die, messages between nodes are replayed, and the clock jumps. Whatever happens: each call ends once;
 * nothing crosses principals; no lease, place, session or child leaks; nothing is repeated that may not be. The seed decides
 * what each of them does; the machine decides how their threads meet.
 */
public final class NodesModel {
    private static final int CALLS = 4;

    private NodesModel() {}

    /**
     * Plays one seed; answers every law that was broken.
     *
     * @param patience how long what must happen soon may take before the law that it happens counts as broken
     */
    public static List<String> violations(long seed, Duration patience) {
        Ledger ledger = new Ledger(patience);
        try (World world = new World(ledger)) {
            List<Actor> actors = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                Random random = new Random(seed * 31 + i);
                Actor actor =
                        random.nextInt(5) < 3 ? new ModernActor(world, random, i) : new LegacyActor(world, random, i);
                actors.add(actor);
                threads.add(Thread.ofVirtual().name("actor").start(() -> play(actor)));
            }
            for (int i = 0; i < CALLS; i++) {
                // Whoever waits for what must happen soon says so himself, and before this does.
                if (!threads.get(i).join(patience.multipliedBy(3))) {
                    actors.get(i)
                            .violate("waits for ever at " + place(threads.get(i))
                                    + (actors.get(i).page.isRunning() ? " while" : " though not")
                                    + " the server works");
                    threads.get(i).interrupt();
                }
            }
            if (ledger.violations().isEmpty()) {
                world.checkCalm();
                actors.forEach(actor -> actor.checkGone("is gone with all others"));
            }
            actors.forEach(Actor::checkRuns);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ledger.violate("interrupted");
        }
        return ledger.violations().stream()
                .map(text -> "seed " + seed + ": " + text)
                .toList();
    }

    private static String place(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .filter(frame -> frame.getClassName().endsWith("Actor"))
                .map(frame -> frame.getMethodName() + ":" + frame.getLineNumber())
                .collect(Collectors.joining(" < "));
    }

    private static void play(Actor actor) {
        try {
            actor.play();
        } catch (Exception | AssertionError e) {
            actor.violate("failed with " + e);
        }
    }
}
