package dev.nave.app.run;

import dev.nave.app.cli.Version;
import dev.nave.app.configuration.ConfigurationOptions;
import dev.nave.app.configuration.ConfigurationSource;
import dev.nave.app.configuration.StateDirectory;
import dev.nave.app.join.Gathering;
import dev.nave.app.join.OwnDoor;
import dev.nave.app.join.Rendezvous;
import dev.nave.app.log.LogFiles;
import dev.nave.app.log.LogOptions;
import dev.nave.app.terminal.Progress;
import dev.nave.hub.aggregate.ServerStatus;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.supervision.State;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves the hub over HTTP until it is told to stop. */
@Command(
        name = "serve",
        description = "Serves all configured servers at one endpoint over HTTP.",
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Mixin
    ConfigurationOptions options = new ConfigurationOptions();

    @Option(names = "--no-watch", description = "Reload only when asked to, not when a file changes.")
    boolean unwatched;

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
        PrintWriter out = spec.commandLine().getOut();
        ConfigurationSource source = options.source(files);
        Configuration configuration =
                ConfigurationOptions.read(source, spec.commandLine().getErr());
        int width = configuration.servers().stream()
                .mapToInt(server -> server.name().length())
                .max()
                .orElse(0);
        Announcer announcer = new Announcer(out, width);
        try (LogFiles _ = LogFiles.open(
                        logging.over(configuration, System.getenv()),
                        StateDirectory.of(configuration, source.files(), System.getenv()));
                StopSignal stop = StopSignal.install();
                RunningHub running = RunningHub.of(configuration, source, announcer::changed)) {
            running.listenOnSocket();
            OwnDoor.place(source.files(), System.getenv()).ifPresent(running::listenForOwner);
            running.start();
            String url = running.listen();
            running.hub().awaitListed(ReadyText.PATIENCE);
            announcer.progress.close();
            announcer.rest(running.hub().servers());
            LOG.info("Nave {} serves at {}", Version.TEXT, url);
            out.print(ReadyText.of(url, configuration));
            out.flush();
            Optional<Gathering> others = gather(running, log(configuration, source));
            try (var _ = Reloads.start(running.hub(), source, !unwatched, announcer::say)) {
                stop.await();
            } finally {
                others.ifPresent(Gathering::close);
            }
            LOG.info("Stopping");
            out.println("Stopping: calls in flight may end, then the servers do.");
            out.flush();
        }
        return 0;
    }

    /** Clients that start this configuration over stdio share these servers. */
    private Optional<Gathering> gather(RunningHub running, String log) throws InterruptedException {
        Optional<Rendezvous> place = Rendezvous.of(spec.commandLine(), System.getenv());
        if (place.isEmpty()) {
            return Optional.empty();
        }
        Optional<Gathering> others = Gathering.claim(place.get(), Duration.ZERO);
        return others.filter(gathering -> gathering.open(new JoinableHub(running, log)));
    }

    private static String log(Configuration configuration, ConfigurationSource source) {
        return StateDirectory.of(configuration, source.files(), System.getenv())
                .map(state -> "in " + state)
                .orElse("its standard error");
    }

    /** Prints a line when a server becomes ready or fails, the same thing only once in a row. */
    private static final class Announcer {
        private final PrintWriter out;
        private final int width;
        // Guarded by this, together with what is printed.
        private final Map<String, Boolean> told = new HashMap<>();
        private final Progress progress = Progress.of(() -> "Waiting for the servers");

        Announcer(PrintWriter out, int width) {
            this.out = out;
            this.width = width;
        }

        void changed(ServerStatus server) {
            switch (server.state()) {
                case State.Disabled disabled -> {}
                case State.Starting starting -> {}
                case State.Stopping stopping -> {}
                case State.Stopped stopped -> {}
                case State.Idle idle -> once(server);
                case State.Ready ready -> once(server);
                case State.Degraded degraded -> once(server);
                case State.BackingOff backing -> once(server);
                case State.Failed failed -> once(server);
            }
        }

        synchronized void say(String text) {
            out.println(text);
            out.flush();
        }

        /** Says something of every server nothing was said of yet. */
        synchronized void rest(List<ServerStatus> servers) {
            servers.stream()
                    .filter(server -> server.isUsed() && !told.containsKey(server.name()))
                    .forEach(this::once);
        }

        private synchronized void once(ServerStatus server) {
            Boolean ready = server.state().takesCalls();
            if (!ready.equals(told.put(server.name(), ready))) {
                print(server);
            }
        }

        private void print(ServerStatus server) {
            progress.above(() -> {
                out.println("  " + ServerLine.text(server, width));
                out.flush();
            });
        }
    }
}
