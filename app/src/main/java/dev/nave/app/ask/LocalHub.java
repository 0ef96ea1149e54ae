package dev.nave.app.ask;

import dev.nave.app.run.RunningHub;
import dev.nave.app.terminal.Progress;
import dev.nave.hub.Exchange;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.aggregate.ServerStatus;
import dev.nave.hub.catalog.Note;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.supervision.State;
import java.util.List;
import java.util.stream.Collectors;

/** A hub that lives as long as one command. */
final class LocalHub implements ServerOptions.Closeable {
    private final RunningHub running;
    private final Configuration configuration;

    private LocalHub(RunningHub running, Configuration configuration) {
        this.running = running;
        this.configuration = configuration;
    }

    static LocalHub start(Configuration configuration) {
        return new LocalHub(RunningHub.start(configuration.alone(), status -> {}), configuration);
    }

    /** All servers once each of them is ready and listed, or has failed. */
    List<ServerStatus> settled() {
        try (Progress _ = Progress.of(this::starting)) {
            running.hub().awaitListed(configuration.node().waits().get(Wait.START));
        }
        return running.hub().servers();
    }

    private String starting() {
        String names = running.hub().servers().stream()
                .filter(server -> server.state() instanceof State.Starting)
                .map(ServerStatus::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "Waiting for the servers" : "Waiting for " + names;
    }

    /** What an operator may want to know of names. */
    List<Note> notes() {
        return running.hub().notes();
    }

    /** What holds for the servers that are confined. */
    List<Confinement> confinements() {
        return Confinement.of(configuration, running);
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        settled();
        return running.hub().serve(request, exchange);
    }

    @Override
    public void close() {
        running.close();
    }
}
