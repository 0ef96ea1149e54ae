package dev.nave.transport.http;

import dev.nave.transport.pipe.Pipe;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One request on one connection. The handler's threads call it; what touches the response runs on the connection's event
 * loop, in the order it was asked for.
 */
final class ServerExchange implements HttpExchange {
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final EventLoop loop;
    private final ServerConnection connection;
    private final HttpServerOptions options;
    private final byte[] body;
    private final boolean local;

    private final AtomicBoolean answered = new AtomicBoolean();
    private final Object lock = new Object();
    private final List<Runnable> listeners = new ArrayList<>();
    /** Guarded by {@link #lock}. */
    private boolean ended;
    /** Written under {@link #lock}. */
    private volatile boolean gone;
    /** When the answer was written, or 0; read by the server's clock. */
    private volatile long written;

    private volatile @Nullable ServerStream stream;
    private volatile @Nullable SocketPipe socket;

    ServerExchange(
            HttpServerRequest request,
            EventLoop loop,
            ServerConnection connection,
            HttpServerOptions options,
            byte[] body,
            boolean local) {
        this.request = request;
        this.response = request.response();
        this.loop = loop;
        this.connection = connection;
        this.options = options;
        this.body = body;
        this.local = local;
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String path() {
        String uri = request.uri();
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    @Override
    public Optional<String> query(String name) {
        try {
            List<String> values =
                    new QueryStringDecoder(request.uri()).parameters().getOrDefault(name, List.of());
            return values.stream().findFirst();
        } catch (IllegalArgumentException badEscapes) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> header(String name) {
        String sent = request.headers().get(name);
        return sent == null ? Optional.empty() : Optional.of(sent.strip());
    }

    @Override
    public List<String> headers(String name) {
        List<String> sent = request.headers().getAll(name);
        return switch (sent.size()) {
            case 0 -> List.of();
            case 1 -> List.of(sent.getFirst().strip());
            default -> sent.stream().map(String::strip).toList();
        };
    }

    @Override
    public List<String> headerNames() {
        return List.copyOf(request.headers().names());
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public boolean isLocal() {
        return local;
    }

    @Override
    public boolean isOwner() {
        return options.address() instanceof UnixDomainSocketAddress;
    }

    boolean isAnswered() {
        return answered.get();
    }

    @Override
    public void respond(int status, Map<String, String> headers, byte[] bytes) {
        claim(headers);
        written = System.nanoTime();
        loop.run(() -> {
            if (gone) {
                return;
            }
            if (isWebSocket()) {
                request.resume();
            }
            response.setStatusCode(status);
            headers.forEach(response::putHeader);
            response.end(Buffer.buffer(bytes)).onComplete(done -> finish(done.succeeded()));
        });
    }

    @Override
    public EventStream openStream(Map<String, String> headers) {
        claim(headers);
        ServerStream opened = new ServerStream(response, loop, options, this::finish, this::sever);
        stream = opened;
        opened.open(headers);
        if (gone) {
            opened.gone();
        }
        return opened;
    }

    @Override
    public boolean isWebSocket() {
        return SocketUpgrade.isAsked(request);
    }

    @Override
    public Pipe openSocket(Pipe.Reader reader) throws IOException {
        if (!isWebSocket()) {
            throw new IllegalStateException("Expected a request that asks to become a WebSocket");
        }
        claim(Map.of());
        return SocketUpgrade.open(request, loop, options, reader, this::begun, this::socketClosed);
    }

    /** On the event loop: the connection is a WebSocket from now on. */
    private void begun(SocketPipe opened) {
        socket = opened;
    }

    /** Vert.x tells of the end of a WebSocket, and no more of that of the connection below. */
    private void socketClosed() {
        finish(true);
        connection.closed();
    }

    @Override
    public void onGone(Runnable listener) {
        synchronized (lock) {
            if (!gone) {
                if (!ended) {
                    listeners.add(listener);
                }
                return;
            }
        }
        listener.run();
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    /** The connection is closed, or about to be. */
    void gone() {
        List<Runnable> waiting;
        synchronized (lock) {
            if (ended || gone) {
                return;
            }
            gone = true;
            waiting = List.copyOf(listeners);
            listeners.clear();
        }
        ServerStream opened = stream;
        if (opened != null) {
            opened.gone();
        }
        // Listeners may block, and the event loop must not.
        for (Runnable listener : waiting) {
            Thread.ofVirtual().name("http-gone").start(listener);
        }
    }

    void tick(long now) {
        ServerStream opened = stream;
        if (opened != null) {
            opened.tick(now);
            return;
        }
        SocketPipe upgraded = socket;
        if (upgraded != null) {
            upgraded.tick(now);
            return;
        }
        if (written != 0 && now - written > options.writeWait().toNanos()) {
            sever();
        }
    }

    private void finish(boolean whole) {
        if (!whole) {
            gone();
            return;
        }
        synchronized (lock) {
            ended = !gone;
            listeners.clear();
        }
        connection.end(this, System.nanoTime());
    }

    /** Closes the connection; the close comes back as {@link #gone}. */
    private void sever() {
        connection.close();
    }

    private void claim(Map<String, String> headers) {
        headers.forEach(HeaderCheck::check);
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("Expected one answer to " + method() + " " + path() + ", got a second one");
        }
    }
}
