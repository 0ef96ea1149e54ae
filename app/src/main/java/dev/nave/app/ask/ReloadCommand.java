package dev.nave.app.ask;

import dev.nave.app.cli.Output;
import dev.nave.protocol.json.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Has a hub that runs read its configuration anew. */
@Command(
        name = "reload",
        description = "Has the running hub read its configuration anew, and says what changed.",
        mixinStandardHelpOptions = true)
public final class ReloadCommand implements Runnable {
    @Mixin
    RunningOptions running = new RunningOptions();

    @Mixin
    Output output = new Output();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (ServerOptions.Opened hub = running.open(spec.commandLine().getErr())) {
            Json result = RunningOptions.call(hub, "reload", Json.object());
            out.println(
                    output.json
                            ? result.member("structuredContent").orElse(result).raw()
                            : RunningOptions.text(result));
        }
    }
}
