package dev.nave.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The official conformance suite, run under Node and read by scenario. */
final class Suite {
    /** The scenarios of the tasks extension, which are run and never scored. One more is empty as yet. */
    static final List<String> TASKS = List.of(
            "tasks-lifecycle",
            "tasks-capability-negotiation",
            "tasks-wire-fields",
            "tasks-request-state-removal",
            "tasks-mrtr-input",
            "tasks-request-headers",
            "tasks-dispatch-and-envelope",
            "tasks-required-task-error",
            "tasks-mrtr-composition");

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    /** How the suite names a result directory: leg, scenario, time. */
    private static final Pattern RESULT = Pattern.compile("(?:server-)?(.+)-\\d{4}-\\d\\d-\\d\\dT[\\d-]+Z");

    private static final Pattern NOT_SCORED = Pattern.compile("^  [✓✗] (\\S+) \\(.*\\)$", Pattern.MULTILINE);

    /**
     * Scenarios that judge by short clocks, and fail when nothing but the machine is late: server-stateless allows 0.5 to
     * 1.5 s from a change to its notification, of which the hub itself waits 0.2 s for further ones, and sse-retry allows
     * 0.2 s from the moment a stream was to be opened again. On a loaded machine either may pass while the processes of
     * suite, hub and server wait for a processor, so one that is not clean is judged by a run of its own.
     */
    private static final Set<String> TIMED = Set.of("server-stateless", "sse-retry");

    private static final int ATTEMPTS = 3;

    private final NodeTools tools;
    private final Path results;

    /** A suite that leaves its results in a directory of the caller's. */
    Suite(NodeTools tools, Path results) {
        this.tools = tools;
        this.results = results;
    }

    /** Runs all that a revision requires of a server, and what it does not score. */
    SuiteReport server(String url, String revision) throws IOException, InterruptedException {
        Run run = run(Map.of(), "server", "--url", url, "--requirements", revision);
        Set<String> notScored = NOT_SCORED
                .matcher(run.output())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        List<SuiteReport.Scenario> scenarios = new ArrayList<>();
        for (var entry : run.checks().entrySet()) {
            String name = entry.getKey();
            var scenario = new SuiteReport.Scenario(name, !notScored.contains(name), entry.getValue());
            for (int attempt = 1; attempt < ATTEMPTS && TIMED.contains(name) && !scenario.clean(); attempt++) {
                Run again = run(Map.of(), "server", "--url", url, "--scenario", name, "--spec-version", revision);
                scenario = new SuiteReport.Scenario(
                        name, scenario.scored(), again.checks().getOrDefault(name, List.of()));
            }
            scenarios.add(scenario);
        }
        return new SuiteReport(scenarios, run.code(), run.output());
    }

    /**
     * Runs one scenario against a client: a command that is given the URL of the scenario's server. The code is zero when
     * all is clean and the client ended well.
     */
    SuiteReport client(String scenario, String revision, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Run run = run(
                    environment,
                    "client",
                    "--command",
                    String.join(" ", command),
                    "--scenario",
                    scenario,
                    "--spec-version",
                    revision,
                    // What belongs to an extension belongs to no revision, and is run at this one.
                    "--force",
                    "--timeout",
                    "300000");
            if (run.code() == 0 || attempt == ATTEMPTS || !TIMED.contains(scenario)) {
                List<SuiteReport.Check> checks = run.checks().getOrDefault(scenario, List.of());
                var found = new SuiteReport.Scenario(scenario, true, checks);
                return new SuiteReport(List.of(found), run.code(), run.output());
            }
        }
    }

    private Run run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempDirectory(results, "suite");
        List<String> command =
                tools.command(tools.module("@modelcontextprotocol/conformance/dist/index.js"), arguments);
        command.addAll(List.of("-o", output.toString()));
        try (Child suite = Child.start("the suite", command, environment, tools.home())) {
            int code = suite.awaitEnd(PATIENCE);
            return new Run(code, suite.output(), checks(output));
        }
    }

    private static Map<String, List<SuiteReport.Check>> checks(Path output) throws IOException {
        Map<String, List<SuiteReport.Check>> checks = new HashMap<>();
        // The name of a scenario may have a folder of its own: auth/scope-step-up.
        try (Stream<Path> files = Files.find(output, 3, (path, _) -> path.endsWith("checks.json"))) {
            for (Path file : files.toList()) {
                Path directory = output.relativize(file.getParent());
                var name = RESULT.matcher(directory.toString());
                if (name.matches()) {
                    checks.put(name.group(1), read(JSON.readTree(file.toFile())));
                }
            }
        }
        return checks;
    }

    private static List<SuiteReport.Check> read(JsonNode checks) {
        List<SuiteReport.Check> read = new ArrayList<>();
        for (JsonNode check : checks) {
            read.add(new SuiteReport.Check(
                    check.path("id").asString(""),
                    check.path("status").asString(""),
                    check.path("errorMessage").asString("")));
        }
        return read;
    }

    private record Run(int code, String output, Map<String, List<SuiteReport.Check>> checks) {}
}
