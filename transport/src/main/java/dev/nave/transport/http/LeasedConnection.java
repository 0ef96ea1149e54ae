package dev.nave.transport.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The one connection a call has from the pool, from asking for it until it goes back. Any thread may {@link #stop} it. */
final class LeasedConnection {
    private final HttpClientConnectionManager pool;
    private final HttpRoute route;
    /** Guarded by this, as is all below. */
    private @Nullable LeaseRequest asked;

    private @Nullable ConnectionEndpoint taken;
    private boolean stopped;

    LeasedConnection(HttpClientConnectionManager pool, HttpRoute route) {
        this.pool = pool;
        this.route = route;
    }

    /** Waits for a connection, which may have to be connected yet. Once. */
    ConnectionEndpoint take(Duration most) throws IOException {
        Timeout wait = Timeout.ofMilliseconds(Math.clamp(most.toMillis(), 1, Integer.MAX_VALUE));
        LeaseRequest request = pool.lease("", route, wait, null);
        synchronized (this) {
            asked = request;
            check();
        }
        try {
            ConnectionEndpoint endpoint = request.get(wait);
            synchronized (this) {
                taken = endpoint;
                check();
            }
            return endpoint;
        } catch (TimeoutException late) {
            throw new SocketTimeoutException("No connection was free in time");
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw new IOException(String.valueOf((cause == null ? failed : cause).getMessage()), cause);
        } catch (InterruptedException interrupted) {
            request.cancel();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for a connection");
        }
    }

    /** @throws IOException when it was stopped */
    void check() throws IOException {
        if (isStopped()) {
            throw new InterruptedIOException("aborted");
        }
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    /** Ends whatever waits for the connection or on it, within milliseconds. Without effect once it went back. */
    void stop() {
        LeaseRequest request;
        ConnectionEndpoint endpoint;
        synchronized (this) {
            stopped = true;
            request = asked;
            endpoint = taken;
        }
        if (endpoint != null) {
            endpoint.close(CloseMode.IMMEDIATE);
        } else if (request != null) {
            request.cancel();
        }
    }

    /** Gives it back for the next call, unless it was stopped. Only the first of this and {@link #discard} has an effect. */
    void giveBack(@Nullable TimeValue keep) {
        ConnectionEndpoint endpoint;
        synchronized (this) {
            endpoint = taken;
        }
        if (endpoint != null && !isStopped()) {
            pool.release(endpoint, null, keep);
        } else {
            discard();
        }
    }

    /** Closes it, and lets the pool have its place back. */
    void discard() {
        stop();
        ConnectionEndpoint endpoint;
        synchronized (this) {
            endpoint = taken;
        }
        if (endpoint != null) {
            pool.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
        }
    }
}
