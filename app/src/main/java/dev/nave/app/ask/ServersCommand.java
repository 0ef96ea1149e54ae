package dev.nave.app.ask;

import dev.nave.app.cli.Output;
import dev.nave.app.run.ServerLine;
import dev.nave.app.status.StatusTable;
import dev.nave.app.terminal.Terminal;
import dev.nave.hub.aggregate.ServerStatus;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the servers and how they do. */
@Command(name = "ls", description = "Lists the servers and how they do.", mixinStandardHelpOptions = true)
public final class ServersCommand implements Runnable {
    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    Output output = new Output();

    @Parameters(paramLabel = "FILE", description = "Configuration files.", arity = "0..*")
    List<Path> files = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (server.url != null) {
            running(out);
            return;
        }
        try (LocalHub hub = LocalHub.start(
                server.configuration.read(files, spec.commandLine().getErr()))) {
            List<ServerStatus> servers = hub.settled();
            if (output.json) {
                out.println(Json.array(servers.stream().map(ServerLine::json).toList())
                        .raw());
                return;
            }
            ServerTable.of(servers).print(out, Terminal.out());
        }
    }

    /** A hub that runs elsewhere says it by its own tool. */
    private void running(PrintWriter out) {
        try (ServerOptions.Opened hub = server.open(files, spec.commandLine().getErr())) {
            Json result = hub.ask(
                    Method.TOOLS_CALL,
                    Json.object()
                            .put("name", "hub__status")
                            .put("arguments", Json.EMPTY_OBJECT)
                            .build());
            if (output.json) {
                out.println(result.member("structuredContent").orElse(result).raw());
            } else {
                out.println(StatusTable.of(result.member("structuredContent").orElse(result), Terminal.out()));
            }
        }
    }
}
