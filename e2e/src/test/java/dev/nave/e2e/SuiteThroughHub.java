package dev.nave.e2e;

import java.nio.file.Path;

/** Runs the suite against a hub in front of the fixtures. */
final class SuiteThroughHub {
    private final NodeTools tools;
    private final Path directory;

    SuiteThroughHub(NodeTools tools, Path directory) {
        this.tools = tools;
        this.directory = directory;
    }

    /** How the hub reaches a fixture. */
    enum Wire {
        HTTP("HTTP"),
        STDIO("stdio");

        private final String label;

        Wire(String label) {
            this.label = label;
        }

        /** The wire as people spell it. */
        String label() {
            return label;
        }
    }

    /** The suite of a revision, through a hub with one server whose names it keeps. */
    SuiteReport plain(Fixture fixture, Wire wire, String revision) throws Exception {
        try (Fixture.Servers servers = new Fixture.Servers(tools);
                HubProcess hub = HubProcess.start(
                        directory, servers.add(new HubProcess.Configuration("plain"), "fixture", fixture, wire))) {
            return told(new Suite(tools, directory).server(hub.url(), revision), hub);
        }
    }

    /**
     * The same with prefixed names and a server of the other era beside it that offers the same names. The suite knows
     * only bare names, so an adapter in front of the hub adds and removes the prefix.
     */
    Mapped prefixed(Fixture fixture, Wire wire, String revision) throws Exception {
        HubProcess.Configuration configuration = new HubProcess.Configuration("prefix");
        Fixture other = fixture == Fixture.LEGACY ? Fixture.MODERN : Fixture.LEGACY;
        try (Fixture.Servers servers = new Fixture.Servers(tools);
                HubProcess hub = HubProcess.start(
                        directory,
                        servers.add(servers.add(configuration, "fixture", fixture, wire), "beside", other, Wire.HTTP));
                Fixture.Listening adapter =
                        Fixture.script(tools, "drivers/adapter.mjs", "--http", "0", hub.url(), "fixture")) {
            SuiteReport report = told(new Suite(tools, directory).server(adapter.url(), revision), hub);
            return new Mapped(report, Adapter.counts(adapter.url()));
        }
    }

    /** A report, and how many names and URIs the adapter mapped for it. */
    record Mapped(SuiteReport report, Adapter.Counts counts) {}

    private static SuiteReport told(SuiteReport report, HubProcess hub) {
        return new SuiteReport(
                report.scenarios(), report.code(), report.output() + "\n--- the hub said ---\n" + hub.output());
    }
}
