package dev.nave.app.run;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.configuration.ConfigurationOptions;
import dev.nave.app.configuration.ConfigurationSource;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.NameStyle;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.secret.Template;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Is the hub as a stdio server, for clients that start their servers. */
@Command(
        name = "stdio",
        description = "Serves on standard input and output, for a client that starts its servers.",
        mixinStandardHelpOptions = true)
public final class StdioCommand implements Callable<Integer> {
    @Mixin
    ConfigurationOptions options = new ConfigurationOptions();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Carry everything to the server at this URL (http, https, ws, wss or http+unix) instead of a"
                    + " configuration.")
    @Nullable
    String url;

    @Option(names = "--key", paramLabel = "KEY", description = "The API key for --url; better given as NAVE_KEY.")
    @Nullable
    String key;

    @Parameters(
            paramLabel = "FILE",
            description = "Configuration files; ./nave.yaml when there is none.",
            arity = "0..*")
    List<Path> files = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ConfigurationSource source = url == null ? options.source(files) : ConfigurationSource.of(bridge(url));
        PrintWriter err = spec.commandLine().getErr();
        Configuration configuration = ConfigurationOptions.read(source, err);
        try (StopSignal stop = StopSignal.install();
                RunningHub running = RunningHub.start(configuration.alone(), source, status -> {});
                var _ = Reloads.start(running.hub(), source, true, text -> {
                    err.println(text);
                    err.flush();
                })) {
            running.serve(System.in, System.out, stop::raise);
            stop.await();
        }
        return 0;
    }

    /** One server and plain names: everything passes as it is. */
    private Configuration bridge(String place) {
        String shown = key == null ? System.getenv("NAVE_KEY") : key;
        Map<String, Template> headers =
                shown == null ? Map.of() : Map.of("Authorization", Template.of("Bearer " + shown));
        try {
            Target target = new Target.Remote(Template.of(place), headers, Target.Wire.AUTO);
            return Configuration.of(List.of(ServerSettings.of("remote", target)))
                    .withNames(NameStyle.PLAIN);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrong("Expected --url such as http://127.0.0.1:8420/mcp, got '" + place + "'.");
        }
    }
}
