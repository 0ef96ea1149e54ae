package dev.nave.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The two servers of our own, one of each era; both offer what the conformance suite asks for. */
enum Fixture {
    /** Speaks 2024-11-05 to 2025-11-25 and nothing newer. */
    LEGACY("fixtures/legacy-server.mjs"),
    /** Speaks 2026-07-28 and nothing older. */
    MODERN("fixtures/modern-server.mjs");

    private static final Pattern LISTENING = Pattern.compile("listening (http\\S+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String script;

    Fixture(String script) {
        this.script = script;
    }

    /** The era as clients and aliases spell it. */
    String era() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The command of a process that speaks on standard input and output. */
    List<String> stdio(NodeTools tools) {
        return tools.command(tools.script(script), "--stdio");
    }

    /** Starts the fixture as an HTTP server. */
    Listening http(NodeTools tools) throws InterruptedException {
        return listen(tools, "fixture " + this, tools.command(tools.script(script), "--http", "0"));
    }

    /** Starts the fixture at a Unix domain socket. */
    Listening unix(NodeTools tools, Path socket) throws InterruptedException {
        return listen(tools, "fixture " + this, tools.command(tools.script(script), "--unix", socket.toString()));
    }

    /** Starts a script that says where it listens, as the fixtures do. */
    static Listening script(NodeTools tools, String script, String... arguments) throws InterruptedException {
        return listen(tools, script, tools.command(tools.script(script), arguments));
    }

    private static Listening listen(NodeTools tools, String name, List<String> command) throws InterruptedException {
        Child child = Child.start(name, new ArrayList<>(command), Map.of(), tools.home());
        try {
            return new Listening(child, child.awaitLine(LISTENING, PATIENCE).group(1));
        } catch (AssertionError | InterruptedException e) {
            child.close();
            throw e;
        }
    }

    /** A script that listens. */
    record Listening(Child child, String url) implements AutoCloseable {
        @Override
        public void close() {
            child.close();
        }
    }

    /** The fixtures that were started for a hub, stopped together. */
    static final class Servers implements AutoCloseable {
        private final NodeTools tools;
        private final List<Listening> started = new ArrayList<>();

        Servers(NodeTools tools) {
            this.tools = tools;
        }

        /** Adds a fixture to a hub's configuration, started here if it is reached over HTTP. */
        HubProcess.Configuration add(
                HubProcess.Configuration configuration, String alias, Fixture fixture, SuiteThroughHub.Wire wire)
                throws InterruptedException {
            HubProcess.Configuration added =
                    switch (wire) {
                        case STDIO -> configuration.stdio(alias, fixture.stdio(tools));
                        case HTTP -> {
                            Listening listening = fixture.http(tools);
                            started.add(listening);
                            yield configuration.http(alias, listening.url());
                        }
                    };
            // A legacy server has no error that says so: told that its client has no sampling, it just fails. So its
            // operator says it.
            return fixture == LEGACY ? added.requires(alias, "test_missing_capability", "sampling") : added;
        }

        @Override
        public void close() {
            started.forEach(Listening::close);
        }
    }
}
