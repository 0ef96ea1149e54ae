package dev.nave.app.run;

import dev.nave.app.log.ServerLog;
import dev.nave.edge.upstream.wire.Wires;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.secret.Values;
import dev.nave.transport.child.CannotStart;
import dev.nave.transport.child.ChildOptions;
import dev.nave.transport.child.ChildProcess;
import dev.nave.transport.child.Nursery;
import dev.nave.transport.child.Restraint;
import dev.nave.transport.http.HttpCall;
import dev.nave.transport.http.HttpClient;
import dev.nave.transport.http.HttpClientOptions;
import dev.nave.transport.http.HttpSending;
import dev.nave.transport.http.WebSocketClient;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The wires to servers, filled with those of the transport room; owns the children and the connections. */
public final class TransportWires implements Wires, AutoCloseable {
    private final Nursery nursery;
    private final Children children;
    private final HttpClient client = new HttpClient(HttpClientOptions.defaults());
    // Made when the first WebSocket is opened, for few hubs open one. Guarded by this.
    private @Nullable WebSocketClient socketClient;
    private final Waits waits;
    private final Bounds bounds;

    /** For a client of one server, which starts nothing. */
    public TransportWires(Waits waits, Bounds bounds, RandomGenerator random) {
        this(waits, bounds, random, List.of());
    }

    /**
     * @param hidden what no confined child sees
     */
    TransportWires(Waits waits, Bounds bounds, RandomGenerator random, List<Path> hidden) {
        this.nursery = Nursery.open(random, System.getenv());
        this.children = new Children(nursery, System.getenv(), hidden);
        this.waits = waits;
        this.bounds = bounds;
    }

    @Override
    public Child start(String server, Target.Child target, Values values, Duration stop, Pipe.Reader reader)
            throws IOException {
        try {
            return new Started(nursery.start(
                    children.command(server, target, values),
                    options(stop, ServerLog.voice(server, Time.SYSTEM)),
                    reader));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CannotStart("it was stopped while it was being prepared", "", true);
        }
    }

    private ChildOptions options(Duration stop, Consumer<String> heard) {
        return new ChildOptions(
                bounds.get(Bound.LINE_BYTES),
                bounds.get(Bound.LINE_BYTES),
                waits.get(Wait.WRITE),
                stop,
                bounds.get(Bound.STDERR_BYTES),
                heard);
    }

    @Override
    public Optional<String> run(ServerSettings settings, Values values, List<String> command, Duration most)
            throws InterruptedException {
        LastWord end = new LastWord();
        ChildProcess process;
        try {
            process = nursery.start(
                    children.errand(settings.target(), values, command),
                    options(settings.waits().get(Wait.STOP), ServerLog.voice(settings.name(), Time.SYSTEM)),
                    end);
        } catch (IOException e) {
            return Optional.of("its health command cannot be started: " + e.getMessage());
        }
        if (!process.awaitEnd(most)) {
            process.close();
            return Optional.of("its health command took longer than " + most.toMillis() + " ms");
        }
        if (process.endedInOrder()) {
            return Optional.empty();
        }
        String said = process.lastErrorLine().map(line -> "; it said: " + line).orElse("");
        return Optional.of("its health command: " + end.reason + said);
    }

    /**
     * What holds for a server that is confined; empty for one that may do whatever the hub may.
     *
     * @throws CannotStart when it cannot be confined here
     */
    public List<Restraint> restraints(Target target, Values values) throws CannotStart, InterruptedException {
        return children.restraints(target, values);
    }

    @Override
    public Pipe webSocket(URI url, Map<String, String> headers, Duration connect, Pipe.Reader reader)
            throws IOException {
        return sockets().connect(url, headers, connect, reader);
    }

    private synchronized WebSocketClient sockets() {
        if (socketClient == null) {
            socketClient = new WebSocketClient(
                    bounds.get(Bound.RESULT_BYTES),
                    bounds.get(Bound.OUTBOX_BYTES),
                    waits.get(Wait.WRITE),
                    waits.get(Wait.KEEP_ALIVE));
        }
        return socketClient;
    }

    @Override
    public HttpSending open(HttpCall call) {
        return client.open(call);
    }

    /** Ends every child, waits until they are gone, and closes every connection. */
    @Override
    public synchronized void close() {
        nursery.close();
        children.close();
        client.close();
        if (socketClient != null) {
            socketClient.close();
        }
    }

    /** Hears how a program ended; what it writes is not for us. */
    private static final class LastWord implements Pipe.Reader {
        private volatile String reason = "it ended";

        @Override
        public void message(byte[] message) {}

        @Override
        public void tooLarge(byte[] start, byte[] end, long bytes) {}

        @Override
        public void closed(String how) {
            reason = how;
        }
    }

    /** A child and its last words. */
    private record Started(ChildProcess process) implements Child {
        @Override
        public void send(byte[] message) throws IOException {
            process.send(message);
        }

        @Override
        public Optional<String> lastWords() {
            return process.lastErrorLine();
        }

        @Override
        public boolean endedInOrder() {
            return process.endedInOrder();
        }

        @Override
        public void awaitEnd(Duration most) throws InterruptedException {
            boolean _ = process.awaitEnd(most);
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
