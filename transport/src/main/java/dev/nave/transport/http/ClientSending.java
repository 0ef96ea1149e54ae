package dev.nave.transport.http;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One call of the client: sends it once, on the thread that asks for the reply. It leases a connection and runs the core's
 * executor on it; the library's own chain around that, for redirects, cookies, challenges and retries that are all off,
 * costs as much again (docs/performance.md).
 */
final class ClientSending implements HttpSending {
    private final HttpClientConnectionManager pool;
    private final HttpRequestExecutor executor;
    private final HttpHost server;
    private final ClassicHttpRequest request;
    private final Duration connect;
    private final Duration head;
    private final LeasedConnection lease;
    private final Alarm alarm;
    /** Used by the thread in {@link #reply()} only, as is the next. */
    private @Nullable HttpClientConnection connection;

    private boolean connected;
    private volatile boolean aborted;
    private volatile boolean late;

    ClientSending(
            HttpClientConnectionManager pool,
            HttpRequestExecutor executor,
            ScheduledThreadPoolExecutor clock,
            Destination destination,
            HttpCall call) {
        this.pool = pool;
        this.executor = executor;
        this.server = destination.route().getTargetHost();
        this.request = ClientRequest.of(call, destination);
        this.connect = call.connect();
        this.head = call.head();
        this.lease = new LeasedConnection(pool, destination.route());
        this.alarm = new Alarm(clock, this::late);
    }

    @Override
    public HttpReply reply() throws IOException {
        boolean answered = false;
        try {
            // Sockets have no wait for writes, and one for reads that a drip of bytes stretches: an alarm bounds both.
            alarm.set(connect);
            HttpClientContext context = HttpClientContext.create();
            ConnectionEndpoint endpoint = lease.take(connect);
            if (!endpoint.isConnected()) {
                pool.connect(endpoint, null, context);
            }
            lease.check(); // A stop that came while it was not connected yet closed nothing.
            connected = true;
            alarm.set(head);
            ClassicHttpResponse response = endpoint.execute("", request, this::exchange, context);
            HttpReply reply = new ClientReply(response, lease, requireNonNull(connection), keep(response, context));
            lease.check();
            answered = true;
            return reply;
        } catch (IOException failed) {
            throw explain(failed);
        } catch (HttpException | RuntimeException failed) {
            // The library answers some races between a close and a send with the latter.
            throw explain(new IOException(failed.toString(), failed));
        } finally {
            alarm.stop();
            if (!answered) {
                lease.discard();
            }
        }
    }

    private ClassicHttpResponse exchange(ClassicHttpRequest sent, HttpClientConnection over, HttpContext context)
            throws IOException, HttpException {
        connection = over;
        // The alarm is enough; a read that waits for a time costs a virtual thread a timer of its own.
        over.setSocketTimeout(Timeout.DISABLED);
        return executor.execute(sent, over, ClientSending::refuseSwitch, context);
    }

    private static void refuseSwitch(HttpResponse interim, HttpConnection over, HttpContext context)
            throws HttpException {
        if (interim.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS) {
            throw new ProtocolException("Expected an answer, got a switch to another protocol");
        }
    }

    /** How long the connection can be used again once the answer was read; null when it cannot. */
    private @Nullable TimeValue keep(ClassicHttpResponse response, HttpClientContext context) {
        return DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context)
                ? DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context)
                : null;
    }

    @Override
    public void abort() {
        aborted = true;
        lease.stop();
    }

    private void late() {
        late = true;
        lease.stop();
    }

    private IOException explain(IOException failed) {
        String place = server.getHostName() + ":" + server.getPort();
        if (aborted) {
            return new InterruptedIOException("The call to " + place + " was aborted");
        }
        if (late || failed instanceof SocketTimeoutException) {
            return connected
                    ? new SocketTimeoutException("No answer from " + place + " within " + head.toMillis() + " ms")
                    : unconnected("Cannot connect to " + place + " within " + connect.toMillis() + " ms");
        }
        if (failed instanceof CheckedNames.RefusedAddress) {
            return new IOException(failed.getMessage(), failed);
        }
        if (failed instanceof UnknownHostException) {
            return new IOException("Cannot find the host " + server.getHostName() + ": check its name", failed);
        }
        if (failed instanceof ConnectException) {
            return new IOException("Cannot connect to " + place + ": is a server running there?", failed);
        }
        return new IOException("The call to " + place + " failed: " + failed.getMessage(), failed);
    }

    /** Its cause tells that nothing was sent. */
    private static IOException unconnected(String text) {
        SocketTimeoutException timeout = new SocketTimeoutException(text);
        timeout.initCause(new ConnectException(text));
        return timeout;
    }
}
