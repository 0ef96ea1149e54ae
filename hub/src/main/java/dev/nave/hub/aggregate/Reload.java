package dev.nave.hub.aggregate;

import dev.nave.hub.configuration.Change;
import dev.nave.hub.configuration.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** What became of reading the configuration anew. */
public sealed interface Reload {
    /** For people: one line, or one for each problem. */
    @Override
    String toString();

    /**
     * It is in force.
     *
     * @param warnings what is odd but harmless
     */
    record Done(Change change, List<Problem> warnings) implements Reload {
        @Override
        public String toString() {
            return change.toString();
        }
    }

    /**
     * It is wrong, and nothing changed.
     *
     * @param problems every one that was found, at least one
     */
    record Refused(List<Problem> problems) implements Reload {
        @Override
        public String toString() {
            return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"))
                    + "\nNothing changed: mend the file and try again.";
        }
    }

    /** Another one is under way, and nothing changed because of this one. */
    record Busy() implements Reload {
        @Override
        public String toString() {
            return "Expected no other reload to be under way, but one is: try again when it is over.";
        }
    }
}
