package dev.nave.app.ask;

import dev.nave.app.cli.Output;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one prompt. */
@Command(
        name = "prompt",
        description = "Shows a prompt with its arguments filled in; without a name, lists them all.",
        mixinStandardHelpOptions = true)
public final class PromptCommand implements Runnable {
    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    Output output = new Output();

    @Parameters(index = "0", paramLabel = "PROMPT", arity = "0..1", description = "The name clients see.")
    @Nullable
    String prompt;

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", arity = "0..*", description = "name=text, or one JSON object.")
    List<String> arguments = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (ServerOptions.Opened hub =
                server.open(List.of(), spec.commandLine().getErr())) {
            if (prompt == null) {
                list(hub, out);
                return;
            }
            Json result = hub.ask(
                    Method.PROMPTS_GET,
                    Json.object()
                            .put("name", prompt)
                            .put("arguments", Arguments.parse(arguments))
                            .build());
            if (output.json) {
                out.println(result.raw());
                return;
            }
            for (Json message : result.member("messages").map(Json::elements).orElse(List.of())) {
                out.println(message.string("role").orElse("") + ": "
                        + message.member("content").map(Output::block).orElse(""));
            }
        }
    }

    private void list(ServerOptions.Opened hub, PrintWriter out) {
        List<Json> prompts = hub.list(Method.PROMPTS_LIST, "prompts");
        if (output.json) {
            out.println(Json.array(prompts).raw());
            return;
        }
        prompts.forEach(each -> out.println(each.string("name").orElse("") + "  "
                + Output.firstLine(each.string("description").orElse(""))));
    }
}
