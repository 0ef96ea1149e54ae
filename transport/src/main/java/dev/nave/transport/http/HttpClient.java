package dev.nave.transport.http;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends HTTP/1.1 requests on the calling thread over pooled connections. It follows no redirect, keeps no cookie, repeats
 * nothing, answers no challenge and decodes no content: what the server said is what the caller sees.
 */
public final class HttpClient implements AutoCloseable {
    private static final int HEADER_LINE_BYTES = 16 << 10;
    private static final int HEADERS = 200;
    private static final int MOST_DESTINATIONS = 1_000;

    private final PoolingHttpClientConnectionManager connections;
    private final Map<URI, Destination> destinations = new ConcurrentHashMap<>();
    private final HttpRequestExecutor executor = new HttpRequestExecutor();
    /** Ends what takes too long; its tasks only close sockets. */
    private final ScheduledThreadPoolExecutor clock;

    public HttpClient(HttpClientOptions options) {
        connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy((socket, host, port, attachment, context) ->
                        Tls.DEFAULT.upgrade(socket, host, port, attachment, context))
                .setDnsResolver(new CheckedNames(options.addresses()))
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
                .setMaxConnPerRoute(options.connectionsPerServer())
                .setMaxConnTotal(options.connections())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(HEADER_LINE_BYTES)
                                .setMaxHeaderCount(HEADERS)
                                .build())
                        .build())
                .setDefaultSocketConfig(
                        SocketConfig.custom().setTcpNoDelay(true).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        // Each call bounds its own connect; this only must not come first.
                        .setConnectTimeout(Timeout.ofDays(1))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .build();
        ThreadFactory threads =
                Thread.ofPlatform().daemon().name("http-client-clock").factory();
        clock = new ScheduledThreadPoolExecutor(1, threads);
        clock.setRemoveOnCancelPolicy(true);
        TimeValue idle = TimeValue.of(options.idle());
        long often = Math.max(100, options.idle().toMillis() / 2);
        var _ = clock.scheduleWithFixedDelay(() -> connections.closeIdle(idle), often, often, TimeUnit.MILLISECONDS);
    }

    /** Sends a call and waits for the head of the answer; see {@link HttpSending#reply()}. */
    public HttpReply send(HttpCall call) throws IOException {
        return open(call).reply();
    }

    /**
     * Prepares a call that another thread may abort; nothing is sent yet.
     *
     * @throws IllegalArgumentException when the URI is not http or https with a host, a header holds a line break
     *     or says what the body decides
     */
    public HttpSending open(HttpCall call) {
        return new ClientSending(connections, executor, clock, destination(call.uri()), call);
    }

    /** Most calls go where others went before. */
    private Destination destination(URI uri) {
        Destination known = destinations.get(uri);
        if (known == null) {
            known = Destination.of(uri);
            if (destinations.size() >= MOST_DESTINATIONS) {
                destinations.clear();
            }
            destinations.put(uri, known);
        }
        return known;
    }

    /** For the first call over TLS: to read the certificates this Java trusts takes a tenth of a second. */
    private static final class Tls {
        private static final TlsSocketStrategy DEFAULT = DefaultClientTlsStrategy.createDefault();
    }

    /** Closes every connection, those in use included. Idempotent. */
    @Override
    public void close() {
        clock.shutdownNow();
        connections.close(CloseMode.IMMEDIATE);
    }
}
