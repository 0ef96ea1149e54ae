package dev.nave.app.ask;

import dev.nave.app.cli.Output;
import dev.nave.app.status.StatusTable;
import dev.nave.app.terminal.Terminal;
import dev.nave.protocol.json.Json;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how the servers of a hub that runs are doing, once or whenever that changes. */
@Command(
        name = "status",
        description = "Says how the servers of the running hub are doing.",
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofSeconds(1);

    @Mixin
    RunningOptions running = new RunningOptions();

    @Mixin
    Output output = new Output();

    @Option(names = "--watch", description = "Say it again whenever it changes, until Ctrl-C.")
    boolean watch;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        String shown = "";
        do {
            try (ServerOptions.Opened hub = running.open(spec.commandLine().getErr())) {
                do {
                    Json result = RunningOptions.call(hub, "status", Json.object());
                    Json servers = result.member("structuredContent").orElse(result);
                    String text = output.json ? servers.raw() : StatusTable.of(servers, Terminal.out());
                    if (!text.equals(shown)) {
                        out.println(watch && !shown.isEmpty() && !output.json ? "\n" + text : text);
                        out.flush();
                        shown = text;
                    }
                    if (watch) {
                        Thread.sleep(LOOK);
                    }
                } while (watch && !hub.isOver());
            }
        } while (watch);
        return 0;
    }
}
