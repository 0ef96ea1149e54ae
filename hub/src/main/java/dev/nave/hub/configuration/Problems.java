package dev.nave.hub.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, so that all of it is said at once. Used by one thread. */
final class Problems {
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    void error(Place place, String text) {
        errors.add(new Problem(place, text));
    }

    void warning(Place place, String text) {
        warnings.add(new Problem(place, text));
    }

    boolean any() {
        return !errors.isEmpty();
    }

    List<Problem> errors(List<Path> files) {
        return sorted(errors, files);
    }

    List<Problem> warnings(List<Path> files) {
        return sorted(warnings, files);
    }

    private static List<Problem> sorted(List<Problem> problems, List<Path> files) {
        return problems.stream()
                .distinct()
                .sorted(Comparator.comparingInt((Problem problem) ->
                                files.indexOf(problem.place().file()))
                        .thenComparing(Problem::place))
                .toList();
    }
}
