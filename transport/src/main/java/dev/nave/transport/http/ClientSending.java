package dev.nave.transport.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** One call of the client: sends it once, on the thread that asks for the reply. */
final class ClientSending implements HttpSending {
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor alarms;
    private final HttpUriRequestBase request;
    private final HttpHost target;
    private final Duration connect;
    private final Duration head;
    /** Used by the thread in {@link #reply()} only, as is the next. */
    private @Nullable ScheduledFuture<?> alarm;

    private boolean connected;
    private volatile boolean aborted;
    private volatile boolean late;

    ClientSending(CloseableHttpClient client, ScheduledThreadPoolExecutor alarms, HttpCall call) {
        this.client = client;
        this.alarms = alarms;
        this.connect = call.connect();
        this.head = call.head();
        Destination destination = Destination.of(call.uri());
        this.target = destination.target();
        this.request = new HttpUriRequestBase(call.method(), destination.uri());
        call.headers().forEach((name, value) -> {
            HeaderCheck.check(name, value);
            request.setHeader(name, value);
        });
        if (call.body().length > 0) {
            request.setEntity(new ByteArrayEntity(call.body(), null));
        }
        request.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(timeout(connect))
                .setResponseTimeout(timeout(head))
                .setAuthenticationEnabled(false)
                .setRedirectsEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .setUnixDomainSocket(destination.socket())
                .build());
    }

    @Override
    public HttpReply reply() throws IOException {
        HttpClientContext context = HttpClientContext.create();
        ConnectionKeeper.whenConnected(context, this::connected);
        alarm = alarm(connect);
        try {
            ClassicHttpResponse response = client.executeOpen(target, request, context);
            ClientReply reply = new ClientReply(this, response, context);
            if (aborted || late) {
                reply.close();
                throw new InterruptedIOException("aborted");
            }
            return reply;
        } catch (IOException failed) {
            throw explain(failed);
        } catch (RuntimeException failed) {
            // The library answers some races between a close and a send with these.
            request.cancel();
            throw explain(new IOException(failed.toString(), failed));
        } finally {
            silence();
        }
    }

    /** Sockets have no wait for writes, and one for reads that a drip of bytes stretches: an alarm bounds both. */
    private void connected() {
        silence();
        connected = true;
        try {
            alarm = alarm(head);
        } catch (IOException closed) {
            request.cancel();
        }
    }

    private void silence() {
        ScheduledFuture<?> set = alarm;
        if (set != null) {
            set.cancel(false);
        }
    }

    @Override
    public void abort() {
        aborted = true;
        request.cancel();
    }

    boolean isAborted() {
        return aborted;
    }

    private ScheduledFuture<?> alarm(Duration wait) throws IOException {
        try {
            return alarms.schedule(
                    () -> {
                        late = true;
                        request.cancel();
                    },
                    wait.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            throw new IOException("The HTTP client is closed", closed);
        }
    }

    private IOException explain(IOException failed) {
        String place = target.getHostName() + (target.getPort() < 0 ? "" : ":" + target.getPort());
        if (aborted) {
            return new InterruptedIOException("The call to " + place + " was aborted");
        }
        if (late || failed instanceof SocketTimeoutException) {
            return new SocketTimeoutException(
                    connected
                            ? "No answer from " + place + " within " + head.toMillis() + " ms"
                            : "Cannot connect to " + place + " within " + connect.toMillis() + " ms");
        }
        if (failed instanceof UnknownHostException) {
            return new IOException("Cannot find the host " + target.getHostName() + ": check its name", failed);
        }
        if (failed instanceof java.net.ConnectException) {
            return new IOException("Cannot connect to " + place + ": is a server running there?", failed);
        }
        return new IOException("The call to " + place + " failed: " + failed.getMessage(), failed);
    }

    private static Timeout timeout(Duration wait) {
        return Timeout.ofMilliseconds(Math.clamp(wait.toMillis(), 1, Integer.MAX_VALUE));
    }
}
