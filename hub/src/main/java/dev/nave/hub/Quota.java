package dev.nave.hub;

import java.util.HashMap;
import java.util.Map;

/** Counts what is held at once, in all and for each principal. Safe for many threads. */
public final class Quota {
    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> held = new HashMap<>();
    private int all;

    /**
     * Lets nobody hold more than this.
     *
     * @param most in all
     * @param mostOfOne for one principal
     */
    public Quota(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** Takes one place for the principal, unless none is left. */
    public synchronized Outcome take(String principal) {
        int own = held.getOrDefault(principal, 0);
        if (own >= mostOfOne) {
            return Outcome.PRINCIPAL_FULL;
        }
        if (all >= most) {
            return Outcome.FULL;
        }
        held.put(principal, own + 1);
        all++;
        return Outcome.TAKEN;
    }

    /** Gives one place back. */
    public synchronized void give(String principal) {
        int own = held.getOrDefault(principal, 0);
        if (own == 0) {
            throw new IllegalStateException("expected " + principal + " to hold a place, it holds none");
        }
        if (own == 1) {
            held.remove(principal);
        } else {
            held.put(principal, own - 1);
        }
        all--;
    }

    /** How many places are taken in all. */
    public synchronized int taken() {
        return all;
    }

    /** Whether a place was had. */
    public enum Outcome {
        TAKEN,
        /** This principal holds all it may. */
        PRINCIPAL_FULL,
        /** Nothing is left for anybody. */
        FULL
    }
}
