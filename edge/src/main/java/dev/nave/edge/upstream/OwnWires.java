package dev.nave.edge.upstream;

import dev.nave.edge.upstream.wire.Wires;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Target;
import dev.nave.transport.child.ChildCommand;
import dev.nave.transport.child.ChildOptions;
import dev.nave.transport.child.ChildProcess;
import dev.nave.transport.child.Nursery;
import dev.nave.transport.http.HttpCall;
import dev.nave.transport.http.HttpClient;
import dev.nave.transport.http.HttpClientOptions;
import dev.nave.transport.http.HttpSending;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The wires of transport. The watchdog of children is set when the first one is started. Safe for many threads. */
final class OwnWires implements Wires, AutoCloseable {
    private static final Duration WRITE = Duration.ofSeconds(30);

    private final Bounds bounds;
    private final List<String> sample;
    private final RandomGenerator random;
    private final Map<String, String> environment;
    private final HttpClient http = new HttpClient(HttpClientOptions.defaults());
    private final Object opening = new Object();
    private Optional<Nursery> nursery = Optional.empty();
    private boolean closed;

    OwnWires(Bounds bounds, List<String> sample, RandomGenerator random, Map<String, String> environment) {
        this.bounds = bounds;
        this.sample = List.copyOf(sample);
        this.random = random;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Child start(String server, Target.Child target, Duration stop, Pipe.Reader reader) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        target.environment().forEach((name, value) -> variables.put(name, value.reveal()));
        List<String> line = line(target);
        ChildCommand command =
                new ChildCommand(line.getFirst(), line.subList(1, line.size()), variables, target.directory());
        int most = bounds.get(Bound.LINE_BYTES);
        ChildOptions options = new ChildOptions(most, most, WRITE, stop, bounds.get(Bound.STDERR_BYTES));
        return new OwnChild(nursery().start(command, options, reader), stop);
    }

    private List<String> line(Target.Child target) {
        return switch (target) {
            case Target.Command command -> with(List.of(command.command()), command.arguments());
            case Target.Sample own -> with(with(sample, List.of(own.name())), own.arguments());
        };
    }

    private static List<String> with(List<String> first, List<String> rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(rest);
        return all;
    }

    private Nursery nursery() throws IOException {
        synchronized (opening) {
            if (closed) {
                throw new IOException("Nave is stopping");
            }
            if (nursery.isEmpty()) {
                nursery = Optional.of(Nursery.open(random, environment));
            }
            return nursery.get();
        }
    }

    @Override
    public Pipe webSocket(URI url, Map<String, String> headers, Duration connect, Pipe.Reader reader)
            throws IOException {
        throw new IOException("WebSocket servers cannot be reached yet");
    }

    @Override
    public HttpSending open(HttpCall call) {
        return http.open(call);
    }

    @Override
    public void close() {
        Optional<Nursery> opened;
        synchronized (opening) {
            closed = true;
            opened = nursery;
        }
        opened.ifPresent(Nursery::close);
        http.close();
    }

    /** A child and how long its end may take. */
    private record OwnChild(ChildProcess process, Duration stop) implements Child {
        @Override
        public Optional<String> lastWords() {
            return process.lastErrorLine();
        }

        @Override
        public void send(byte[] message) throws IOException {
            process.send(message);
        }

        /** Waits until the whole tree is gone: whoever starts it anew must not meet the old one. */
        @Override
        public void close() {
            process.close();
            try {
                var _ = process.awaitEnd(stop.multipliedBy(3));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
