package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a run of the suite found, the code it ended with, and what it said. */
record SuiteReport(List<Scenario> scenarios, int code, String output) {

    /** A scenario; one that is not scored was run for information. */
    record Scenario(String name, boolean scored, List<Check> checks) {
        List<Check> passed() {
            return checks.stream()
                    .filter(check -> check.status().equals("SUCCESS"))
                    .toList();
        }

        boolean clean() {
            return troubles(Set.of()).isEmpty();
        }

        private List<String> troubles(Set<String> allowedWarnings) {
            return checks.stream()
                    .filter(check -> check.status().equals("FAILURE")
                            || (check.status().equals("WARNING") && !allowedWarnings.contains(check.id())))
                    .map(check -> "%s: %s %s: %s".formatted(name, check.status(), check.id(), check.message()))
                    .toList();
        }
    }

    /** One check: its status is SUCCESS, FAILURE, WARNING, SKIPPED or INFO. */
    record Check(String id, String status, String message) {}

    /**
     * Asserts that a number of scenarios was scored, and that each of them has checks that passed, and none that failed
     * or, but for those listed by their ids, warned.
     */
    void assertScored(int expected, Set<String> allowedWarnings) {
        List<Scenario> scored = scenarios.stream().filter(Scenario::scored).toList();
        assertThat(scored.stream().flatMap(scenario -> scenario.troubles(allowedWarnings).stream()))
                .as("failures and warnings\n%s", output)
                .isEmpty();
        assertThat(scored).as("scored scenarios\n%s", output).hasSize(expected);
        assertThat(scored).allSatisfy(scenario -> assertThat(scenario.passed())
                .as("checks of %s", scenario.name())
                .isNotEmpty());
    }

    /** Asserts that scenarios which are not scored were run and are just as clean. */
    void assertClean(String... names) {
        Set<String> wanted = Set.of(names);
        List<Scenario> found = scenarios.stream()
                .filter(scenario -> wanted.contains(scenario.name()))
                .toList();
        assertThat(found.stream().map(Scenario::name).collect(Collectors.toSet()))
                .as("scenarios run\n%s", output)
                .isEqualTo(wanted);
        assertThat(found).allSatisfy(scenario -> {
            assertThat(scenario.passed()).as("checks of %s", scenario.name()).isNotEmpty();
            assertThat(scenario.troubles(Set.of()))
                    .as("%s\n%s", scenario.name(), output)
                    .isEmpty();
        });
    }
}
