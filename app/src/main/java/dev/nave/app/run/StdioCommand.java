package dev.nave.app.run;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.configuration.ConfigurationOptions;
import dev.nave.app.configuration.ConfigurationSource;
import dev.nave.app.configuration.StateDirectory;
import dev.nave.app.join.Background;
import dev.nave.app.join.Gathering;
import dev.nave.app.join.Joiner;
import dev.nave.app.join.OwnDoor;
import dev.nave.app.join.Rendezvous;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private static final Logger LOG = LoggerFactory.getLogger(StdioCommand.class);
    /** How long a hub that was started for others waits for the first of them. */
    private static final Duration FIRST = Duration.ofSeconds(60);
    /** How long it waits for one that is leaving. */
    private static final Duration LEAVING = Duration.ofSeconds(10);

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

    @Option(
            names = "--no-join",
            description = "Run a hub of its own, and let no other client join it. Else all clients of a user that start"
                    + " the same configuration share one hub, which ends with the last of them.")
    boolean apart;

    @Option(names = Joiner.SHARED, hidden = true)
    boolean shared;

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
        if (!shared) {
            return run(claim(Duration.ZERO));
        }
        Optional<Gathering> others = claim(LEAVING);
        if (others.isEmpty()) {
            Background.sayReady(); // Another hub was quicker, and is the one to join.
            return 0;
        }
        try {
            return run(others);
        } catch (CommandFailure e) {
            spec.commandLine().getErr().println("nave: " + e.getMessage());
            spec.commandLine().getErr().flush();
            Background.sayFailed(e.exitCode());
            return e.exitCode();
        }
    }

    private Optional<Gathering> claim(Duration patience) throws InterruptedException {
        Optional<Rendezvous> place =
                apart || check ? Optional.empty() : Rendezvous.of(spec.commandLine(), System.getenv());
        return place.isEmpty() ? Optional.empty() : Gathering.claim(place.get(), patience);
    }

    /**
     * @param others whom the hub is shared with, if anybody
     */
    private int run(Optional<Gathering> others) throws InterruptedException {
        try {
            ConfigurationSource source = source();
            Configuration configuration =
                    ConfigurationOptions.read(source, spec.commandLine().getErr());
            if (check) {
                return check(configuration, source);
            }
            Optional<Path> state = StateDirectory.of(configuration, source.files(), System.getenv());
            // Nobody sees the standard error of a hub that is in the background.
            Optional<Path> file = Optional.ofNullable(log)
                    .or(() -> state.filter(_ -> shared).map(directory -> directory.resolve("shared.log")));
            try (LogFiles _ = LogFiles.open(logging.over(configuration, System.getenv()), state, file);
                    StopSignal stop = StopSignal.install();
                    RunningHub running = RunningHub.of(configuration.alone(), source, status -> {})) {
                Optional<Path> door = OwnDoor.place(source.files(), System.getenv());
                running.start();
                String place =
                        file.map(Path::toAbsolutePath).map(Path::toString).orElse("its standard error");
                try (var _ = Reloads.start(running.hub(), source, true, this::say)) {
                    Optional<Gathering> joined = others.filter(all -> all.open(new JoinableHub(running, place)));
                    serve(running, door, joined, stop);
                }
            }
            return 0;
        } finally {
            others.ifPresent(Gathering::close);
        }
    }

    /** Until the last client has gone, or the process is told to stop. */
    private void serve(RunningHub running, Optional<Path> door, Optional<Gathering> others, StopSignal stop)
            throws InterruptedException {
        CountDownLatch own = new CountDownLatch(shared ? 0 : 1);
        if (shared) {
            Background.sayReady();
        } else {
            running.serve(System.in, System.out, own::countDown);
        }
        door.ifPresent(running::listenForOwner); // After the client, who waits.
        Thread waiting = Thread.ofVirtual().name("last-client").start(() -> {
            try {
                own.await();
                if (others.isPresent()) {
                    others.get().awaitEmpty(shared ? FIRST : Duration.ZERO);
                }
                stop.raise();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        stop.await();
        waiting.interrupt();
        others.ifPresent(Gathering::close);
    }

    private void say(String text) {
        if (shared) {
            LOG.info("{}", text);
            return;
        }
        spec.commandLine().getErr().println(text);
        spec.commandLine().getErr().flush();
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
            return ConfigurationSource.of(read.withNode(read.node().withState(state)));
        }
        return options.source(files);
    }

    private Optional<String> key() {
        return Optional.ofNullable(key).or(() -> Optional.ofNullable(System.getenv("NAVE_KEY")));
    }

    private int check(Configuration configuration, ConfigurationSource source) {
        try (RunningHub running = RunningHub.of(configuration.alone(), source, status -> {})) {
            running.start();
            running.hub().awaitListed(configuration.node().waits().get(Wait.START));
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
