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

/** Reads one resource. */
@Command(
        name = "read",
        description = "Reads a resource by the URI clients see; without one, lists them all.",
        mixinStandardHelpOptions = true)
public final class ReadCommand implements Runnable {
    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    Output output = new Output();

    @Parameters(index = "0", paramLabel = "URI", arity = "0..1", description = "Such as files+file:///README.md")
    @Nullable
    String uri;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (ServerOptions.Opened hub =
                server.open(List.of(), spec.commandLine().getErr())) {
            if (uri == null) {
                list(hub, out);
                return;
            }
            Json result =
                    hub.ask(Method.RESOURCES_READ, Json.object().put("uri", uri).build());
            if (output.json) {
                out.println(result.raw());
                return;
            }
            result.member("contents")
                    .map(Json::elements)
                    .orElse(List.of())
                    .forEach(content -> out.println(Output.content(content)));
        }
    }

    private void list(ServerOptions.Opened hub, PrintWriter out) {
        List<Json> resources = hub.list(Method.RESOURCES_LIST, "resources");
        if (output.json) {
            out.println(Json.array(resources).raw());
            return;
        }
        resources.forEach(resource -> out.println(resource.string("uri").orElse("") + "  "
                + Output.firstLine(resource.string("name").orElse(""))));
    }
}
