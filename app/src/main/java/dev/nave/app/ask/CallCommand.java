package dev.nave.app.ask;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.Output;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Calls one tool. */
@Command(
        name = "call",
        description = "Calls a tool, such as: nave call -c nave.yaml files__read path=README.md",
        mixinStandardHelpOptions = true)
public final class CallCommand implements Callable<Integer> {
    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    Output output = new Output();

    @Parameters(index = "0", paramLabel = "TOOL", description = "The name as `nave tools` shows it.")
    @Nullable
    String tool;

    @Parameters(
            index = "1..*",
            paramLabel = "ARGUMENT",
            description = "One JSON object, or name=text and name:=json.",
            arity = "0..*")
    List<String> arguments = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Json params = Json.object()
                .put("name", String.valueOf(tool))
                .put("arguments", Arguments.parse(arguments))
                .build();
        try (ServerOptions.Opened hub =
                server.open(List.of(), spec.commandLine().getErr())) {
            Json result = hub.ask(Method.TOOLS_CALL, params);
            if (output.json) {
                out.println(result.raw());
            } else {
                Output.blocks(result.member("content").map(Json::elements).orElse(List.of()), out);
            }
            return result.flag("isError") ? CommandFailure.FAILED : 0;
        }
    }
}
