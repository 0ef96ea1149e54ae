package dev.nave.hub.configuration;

import java.util.List;
import java.util.stream.Collectors;

/** What became of reading a configuration. */
public sealed interface Reading {

    /** What is odd but harmless: above all keys of other programs in a client's own file. */
    List<Problem> warnings();

    /** It can be used. */
    record Read(Configuration configuration, List<Problem> warnings) implements Reading {
        public Read {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * It cannot be used.
     *
     * @param problems every one that was found, at least one, in the order of files and lines
     */
    record Refused(List<Problem> problems, List<Problem> warnings) implements Reading {
        public Refused {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }

        /** One line for each problem. */
        public String text() {
            return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
        }
    }
}
