package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Post;
import dev.nave.edge.upstream.wire.Site;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Wait;
import dev.nave.transport.http.HttpReply;
import dev.nave.transport.http.SentEvent;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * HTTP+SSE as a pipe (2024-11-05, basic/transports): the server speaks on one stream of events, whose first names where
 * to post. That place must be on the server's own origin, or it could have us send its users' words elsewhere.
 */
final class EventPipe implements Pipe {
    private final Site site;
    private final Terms terms;
    private final HttpReply stream;
    private final Reader reader;
    private final CompletableFuture<URI> endpoint = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private EventPipe(Site site, HttpReply stream, Reader reader) {
        this.site = site;
        this.terms = site.terms();
        this.stream = stream;
        this.reader = reader;
    }

    /** Opens the stream and waits for the place to post to. */
    static EventPipe open(Site site, Reader reader) throws IOException, InterruptedException {
        HttpReply stream = site.get(Map.of(), site.terms().wait(Wait.START)).reply();
        if (!stream.isStream() || stream.status() / 100 != 2) {
            int status = stream.status();
            stream.close();
            throw new IOException("it offers no stream of events (HTTP " + status + ")");
        }
        EventPipe pipe = new EventPipe(site, stream, reader);
        Thread.ofVirtual().name("events of " + site.terms().name()).start(pipe::read);
        try {
            var _ = pipe.endpoint.get(site.terms().wait(Wait.START).toMillis(), TimeUnit.MILLISECONDS);
            return pipe;
        } catch (ExecutionException e) {
            pipe.close();
            if (e.getCause() instanceof ForeignEndpoint foreign) {
                throw foreign;
            }
            throw new IOException(
                    e.getCause() == null ? "no endpoint" : e.getCause().getMessage());
        } catch (TimeoutException e) {
            pipe.close();
            throw new IOException("its stream did not begin with an endpoint event in time");
        }
    }

    @Override
    public void send(byte[] message) throws IOException {
        if (closed.get()) {
            throw new IOException("the stream is closed");
        }
        try (HttpReply reply = site.post(endpoint.join(), Map.of(), message, terms.wait(Wait.LIST))
                .reply()) {
            int status = reply.status();
            if (!reply.isStream()) {
                byte[] said = site.body(reply, terms.wait(Wait.LIST));
                if (status / 100 != 2) {
                    throw new IOException("HTTP " + status + ": " + site.snippet(said));
                }
            }
        }
    }

    private void read() {
        String reason = "it ended its stream of events";
        IOException failure = new IOException(reason);
        try (stream) {
            SentEvent event = next();
            while (event != null) {
                take(event);
                event = next();
            }
        } catch (ForeignEndpoint e) {
            reason = Post.text(e);
            failure = e;
        } catch (IOException e) {
            reason = Post.text(e);
            failure = new IOException(reason);
        }
        endpoint.completeExceptionally(failure);
        closed.set(true);
        reader.closed(reason);
    }

    private @Nullable SentEvent next() throws IOException {
        return stream.next(
                terms.bound(Bound.RESULT_BYTES), terms.wait(Wait.MAXIMUM).multipliedBy(100));
    }

    private void take(SentEvent event) throws IOException {
        String name = event.name() == null ? "message" : event.name();
        if (name.equals("endpoint")) {
            URI place = resolve(new String(event.data(), StandardCharsets.UTF_8).strip());
            endpoint.complete(place);
        } else if (name.equals("message") && event.data().length > 0) {
            reader.message(event.data());
        }
    }

    private URI resolve(String text) throws IOException {
        URI base = site.url();
        URI place;
        try {
            place = base.resolve(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("its endpoint event holds no URL");
        }
        if (!origin(place).equals(origin(base))) {
            throw new ForeignEndpoint(
                    "it wants its messages posted to another origin, " + origin(place) + ", which is not allowed");
        }
        return place;
    }

    private static String origin(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (url.getHost() == null) {
            // A Unix domain socket stands where the host would; the names of files differ in case.
            return scheme + "://" + url.getRawAuthority();
        }
        int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    @Override
    public void close() {
        closed.set(true);
        stream.close();
    }

    /** The server wants to have what clients say sent elsewhere. */
    static final class ForeignEndpoint extends IOException {
        private static final long serialVersionUID = 1L;

        ForeignEndpoint(String message) {
            super(message);
        }
    }
}
