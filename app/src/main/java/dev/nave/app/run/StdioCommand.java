package dev.nave.app.run;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.configuration.ConfigurationOptions;
import dev.nave.app.configuration.ConfigurationSource;
import dev.nave.app.configuration.StateDirectory;
import dev.nave.app.log.LogFiles;
import dev.nave.app.log.LogOptions;
import dev.nave.app.status.HealthCheck;
import dev.nave.app.terminal.Terminal;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.NameStyle;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.secret.Template;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "The API key for --url or --manifest-url; better given as NAVE_KEY.")
    @Nullable
    String key;

    @Mixin
    ManifestOptions manifest = new ManifestOptions();

    @Option(
            names = "--log-file",
            paramLabel = "FILE",
            description = "Write the log there, not to standard error; what happens to servers is told too.")
    @Nullable
    Path log;

    @Option(
            names = "--healthcheck",
            description = "Print which servers are connected, and end: with 0 when all are, else with 1.")
    boolean check;

    @Mixin
    LogOptions logging = new LogOptions();

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
        ConfigurationSource source = source();
        PrintWriter err = spec.commandLine().getErr();
        Configuration configuration = ConfigurationOptions.read(source, err);
        if (check) {
            return check(configuration, source);
        }
        try (LogFiles _ = LogFiles.open(
                        logging.over(configuration, System.getenv()),
                        StateDirectory.of(configuration, source.files(), System.getenv()),
                        Optional.ofNullable(log));
                StopSignal stop = StopSignal.install();
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

    private ConfigurationSource source() {
        manifest.refuseAlone();
        if (url != null && manifest.isGiven()) {
            throw CommandFailure.wrong(
                    "Expected --url or --manifest-url, not both: one is an endpoint, the other a list"
                            + " of servers.");
        }
        if (url != null) {
            return ConfigurationSource.of(bridge(url));
        }
        if (manifest.isGiven()) {
            Configuration read = manifest.configuration(key());
            Path state = StateDirectory.ofManifest(String.valueOf(manifest.url), System.getenv());
            return ConfigurationSource.of(read.withState(state));
        }
        return options.source(files);
    }

    private Optional<String> key() {
        return Optional.ofNullable(key).or(() -> Optional.ofNullable(System.getenv("NAVE_KEY")));
    }

    private int check(Configuration configuration, ConfigurationSource source) {
        try (RunningHub running = RunningHub.start(configuration.alone(), source, status -> {})) {
            running.hub().awaitListed(configuration.waits().get(Wait.START));
            return HealthCheck.print(running.hub().status(), spec.commandLine().getOut(), Terminal.out());
        }
    }

    /** One server and plain names: everything passes as it is. */
    private Configuration bridge(String place) {
        Map<String, Template> headers = key().map(shown -> Map.of("Authorization", Template.of("Bearer " + shown)))
                .orElse(Map.of());
        try {
            Target target = new Target.Remote(Template.of(place), headers, Target.Wire.AUTO);
            return Configuration.of(List.of(ServerSettings.of("remote", target)))
                    .withNames(NameStyle.PLAIN);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrong("Expected --url such as http://127.0.0.1:8420/mcp, got '" + place + "'.");
        }
    }
}
