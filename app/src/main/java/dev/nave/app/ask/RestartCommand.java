package dev.nave.app.ask;

import dev.nave.app.cli.ServerNames;
import dev.nave.protocol.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a hub that runs start one of its servers anew. */
@Command(
        name = "restart",
        description = "Has the running hub start a server anew, also one that failed.",
        mixinStandardHelpOptions = true)
public final class RestartCommand implements Runnable {
    @Mixin
    RunningOptions running = new RunningOptions();

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = ServerNames.class,
            description = "The server, by its name in the configuration.")
    @Nullable
    String name;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public void run() {
        try (ServerOptions.Opened hub = running.open(spec.commandLine().getErr())) {
            Json result = RunningOptions.call(hub, "restart", Json.object().put("server", String.valueOf(name)));
            spec.commandLine().getOut().println(RunningOptions.text(result));
        }
    }
}
