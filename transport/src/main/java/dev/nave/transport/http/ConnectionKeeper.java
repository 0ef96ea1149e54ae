package dev.nave.transport.http;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Tells a call that its connection stands, and remembers the connection in the call's context: the waits of a read are set
 * on the connection.
 */
final class ConnectionKeeper extends HttpRequestExecutor {
    private static final String CONNECTION = ConnectionKeeper.class.getName();

    private static final String CONNECTED = CONNECTION + ".connected";

    /** What to run, on the call's own thread, once a connection stands and before anything is sent. */
    static void whenConnected(HttpContext context, Runnable connected) {
        context.setAttribute(CONNECTED, connected);
    }

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            @Nullable HttpResponseInformationCallback callback,
            HttpContext context)
            throws IOException, HttpException {
        context.setAttribute(CONNECTION, connection);
        if (context.getAttribute(CONNECTED) instanceof Runnable connected) {
            connected.run();
        }
        return super.execute(request, connection, callback, context);
    }

    /** How long the next reads of the call with this context may wait each. */
    static void setReadWait(HttpContext context, Timeout wait) {
        if (context.getAttribute(CONNECTION) instanceof HttpClientConnection connection) {
            connection.setSocketTimeout(wait);
        }
    }
}
