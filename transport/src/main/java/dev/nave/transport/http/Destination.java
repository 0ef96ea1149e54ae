package dev.nave.transport.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * Where a call goes.
 *
 * @param uri as the request line needs it
 * @param socket a Unix domain socket instead of the target's address, or null
 */
record Destination(HttpHost target, URI uri, @Nullable Path socket) {
    private static final String UNIX = "http+unix";

    /**
     * Reads {@code http://…}, {@code https://…}, or {@code http+unix://%2Frun%2Fserver.sock/path}: the socket's path stands
     * percent-encoded where the host stands, as several HTTP clients have it.
     */
    static Destination of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (scheme.equals(UNIX) && uri.getRawAuthority() != null) {
            Path socket = Path.of(URLDecoder.decode(uri.getRawAuthority(), StandardCharsets.UTF_8));
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            URI local = URI.create("http://localhost" + uri.getRawPath() + query);
            return new Destination(new HttpHost("http", "localhost", 80), local, socket);
        }
        if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("Expected an http, https or http+unix URL with a host or a socket");
        }
        return new Destination(new HttpHost(scheme, uri.getHost(), uri.getPort()), uri, null);
    }
}
