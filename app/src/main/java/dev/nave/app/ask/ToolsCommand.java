package dev.nave.app.ask;

import dev.nave.app.cli.Output;
import dev.nave.app.terminal.Table;
import dev.nave.app.terminal.Terminal;
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

/** Lists the tools of all servers under the names clients see. */
@Command(name = "tools", description = "Lists the tools under the names clients see.", mixinStandardHelpOptions = true)
public final class ToolsCommand implements Runnable {
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
        try (ServerOptions.Opened hub = server.open(files, spec.commandLine().getErr())) {
            List<Json> tools = hub.list(Method.TOOLS_LIST, "tools");
            if (output.json) {
                out.println(Json.array(tools).raw());
                return;
            }
            Table table = new Table("TOOL", "WHAT IT DOES");
            for (Json tool : tools) {
                table.row(
                        name(tool), Output.firstLine(tool.string("description").orElse("")));
            }
            table.print(out, Terminal.out());
        }
    }

    private static String name(Json tool) {
        return tool.string("name").orElse("");
    }
}
