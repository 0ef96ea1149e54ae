package dev.nave.e2e.kinds;

import dev.nave.e2e.HubProcess;
import dev.nave.e2e.faults.LightServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A hub of somebody else with one small server: a manifest, a server over HTTP+SSE, one over WebSocket. */
final class Elsewhere implements AutoCloseable {
    private final Path directory;
    private final Path file;
    private final int port;
    private HubProcess hub;

    private Elsewhere(Path directory, Path file, HubProcess hub) {
        this.directory = directory;
        this.file = file;
        this.hub = hub;
        this.port = Integer.parseInt(hub.url().replaceFirst(".*:(\\d+)/mcp$", "$1"));
    }

    /** @param mark what its server answers */
    static Elsewhere start(Path parent, String mark) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(parent, "elsewhere");
        List<String> command = LightServer.faulty(mark);
        Path file = Files.writeString(directory.resolve("nave.yaml"), """
            waits: { restart: 100ms }
            mcpServers:
              a:
                command: sh
                args: ["%s"]
                waits: { call: 3s }
                health: { every: 1s, timeout: 2s, failures: 1 }
            """.formatted(
                        String.join("\", \"", command.subList(1, command.size()))));
        return new Elsewhere(directory, file, HubProcess.serve(program(), directory, file, 0));
    }

    String manifest() {
        return "http://127.0.0.1:" + port + "/.well-known/mcp/manifest.json";
    }

    String events() {
        return "http://127.0.0.1:" + port + "/servers/a/sse";
    }

    String socket() {
        return "ws://127.0.0.1:" + port + "/servers/a/ws";
    }

    void kill() {
        hub.handle().destroyForcibly();
    }

    /** Starts it again where it was. */
    void revive() throws InterruptedException {
        hub.close();
        hub = HubProcess.serve(program(), directory, file, port);
    }

    /** Compiled quickly rather than well, for it has little to do and is started often. */
    private static List<String> program() {
        return HubProcess.command("-XX:TieredStopAtLevel=1");
    }

    @Override
    public void close() {
        hub.close();
    }
}
