package dev.nave.app.run;

import static org.assertj.core.api.Assertions.fail;

import dev.nave.transport.child.Programs;
import org.junit.jupiter.api.Assumptions;

/** Whether there can be any here. */
final class Sandboxes {
    private Sandboxes() {}

    static void assumeThere() {
        boolean there = Programs.find("bwrap", System.getenv()).isPresent();
        String advice = "no sandboxes here: install the package bubblewrap";
        if (!there && "true".equals(System.getenv("CI"))) {
            fail(advice);
        }
        Assumptions.assumeTrue(there, advice);
    }
}
