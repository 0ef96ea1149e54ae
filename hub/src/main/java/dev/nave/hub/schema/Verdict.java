package dev.nave.hub.schema;

import java.util.List;

/** What is known of a value and a schema. */
public sealed interface Verdict {

    /** The value fits. */
    record Fits() implements Verdict {}

    /**
     * It does not.
     *
     * @param reasons at least one and a bounded number, each with the place in the value, for a person to read
     */
    record Misfits(List<String> reasons) implements Verdict {
        public Misfits {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Nobody can tell: the schema is broken, leads elsewhere, or takes more work than it is worth. That says nothing of
     * the value.
     *
     * @param why for a log
     */
    record Undecided(String why) implements Verdict {}
}
