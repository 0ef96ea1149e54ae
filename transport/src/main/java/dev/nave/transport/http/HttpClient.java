package dev.nave.transport.http;

import java.io.IOException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
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

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    /** Ends what takes too long; its tasks only close sockets. */
    private final ScheduledThreadPoolExecutor alarms;

    public HttpClient(HttpClientOptions options) {
        connections = PoolingHttpClientConnectionManagerBuilder.create()
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
        client = HttpClients.custom()
                .setConnectionManager(connections)
                .setRequestExecutor(new ConnectionKeeper())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableAuthCaching()
                .disableConnectionState()
                .disableDefaultUserAgent()
                .build();
        ThreadFactory threads =
                Thread.ofPlatform().daemon().name("http-client-alarms").factory();
        alarms = new ScheduledThreadPoolExecutor(1, threads);
        alarms.setRemoveOnCancelPolicy(true);
        TimeValue idle = TimeValue.of(options.idle());
        long often = Math.max(100, options.idle().toMillis() / 2);
        var _ = alarms.scheduleWithFixedDelay(() -> connections.closeIdle(idle), often, often, TimeUnit.MILLISECONDS);
    }

    /** Sends a call and waits for the head of the answer; see {@link HttpSending#reply()}. */
    public HttpReply send(HttpCall call) throws IOException {
        return open(call).reply();
    }

    /**
     * Prepares a call that another thread may abort; nothing is sent yet.
     *
     * @throws IllegalArgumentException when the URI is not http or https with a host, or a header holds a line break
     */
    public HttpSending open(HttpCall call) {
        return new ClientSending(client, alarms, call);
    }

    /** Closes every connection, those in use included. Idempotent. */
    @Override
    public void close() {
        alarms.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
        connections.close(CloseMode.IMMEDIATE);
    }
}
