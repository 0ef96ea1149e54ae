package dev.nave.edge.replica;

import dev.nave.transport.http.HttpCall;
import dev.nave.transport.http.HttpHandler;
import dev.nave.transport.http.HttpReply;
import dev.nave.transport.http.HttpSending;
import dev.nave.transport.http.SentEvent;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Nodes that reach each other in memory, and can be killed. */
public final class MemoryNetwork {
    private final Map<String, HttpHandler> nodes = new HashMap<>(); // by authority; guarded by this
    private final Map<String, Set<MemoryExchange>> open = new HashMap<>(); // guarded by this
    private final List<HttpCall> calls = new ArrayList<>(); // guarded by this

    /** From now on this address is answered. */
    public synchronized void add(String authority, HttpHandler handler) {
        nodes.put(authority, handler);
    }

    /** Nothing answers there any more, and every connection of it breaks. */
    public void kill(String authority) {
        Set<MemoryExchange> broken;
        synchronized (this) {
            nodes.remove(authority);
            broken = Set.copyOf(open.getOrDefault(authority, Set.of()));
        }
        broken.forEach(MemoryExchange::tear);
    }

    /** Every request that was answered so far. */
    public synchronized List<HttpCall> calls() {
        return List.copyOf(calls);
    }

    public HttpSending open(HttpCall call) {
        return new Sending(call);
    }

    /** Says once more what was said before. */
    HttpSending replay(HttpCall call) {
        return new Sending(call);
    }

    private synchronized Optional<HttpHandler> begin(HttpCall call, MemoryExchange exchange) {
        HttpHandler handler = nodes.get(call.uri().getAuthority());
        if (handler != null) {
            open.computeIfAbsent(call.uri().getAuthority(), key -> new HashSet<>())
                    .add(exchange);
        }
        return Optional.ofNullable(handler);
    }

    private synchronized void end(HttpCall call, MemoryExchange exchange) {
        calls.add(call);
        Set<MemoryExchange> all = open.get(call.uri().getAuthority());
        if (all != null) {
            all.remove(exchange);
        }
    }

    private final class Sending implements HttpSending {
        private final HttpCall call;
        private final MemoryExchange exchange;

        Sending(HttpCall call) {
            this.call = call;
            this.exchange = new MemoryExchange(call.method(), call.uri().getPath(), call.body());
            call.headers().forEach(exchange::with);
        }

        @Override
        public HttpReply reply() throws IOException {
            HttpHandler handler =
                    begin(call, exchange).orElseThrow(() -> new ConnectException("nothing listens at " + call.uri()));
            Thread.ofVirtual().name("node").start(() -> {
                try {
                    handler.handle(exchange);
                } finally {
                    end(call, exchange);
                }
            });
            exchange.awaitHead();
            return new Reply(exchange);
        }

        @Override
        public void abort() {
            exchange.leave();
        }
    }

    private record Reply(MemoryExchange exchange) implements HttpReply {
        @Override
        public int status() {
            return exchange.status();
        }

        @Override
        public Optional<String> header(String name) {
            return exchange.answerHeader(name);
        }

        @Override
        public boolean isStream() {
            return exchange.isStream();
        }

        @Override
        public byte[] body(int most, Duration wait) {
            return exchange.answer();
        }

        @Override
        public @Nullable SentEvent next(int most, Duration silence) throws IOException {
            return exchange.nextEvent();
        }

        @Override
        public void close() {
            exchange.leave();
        }
    }
}
