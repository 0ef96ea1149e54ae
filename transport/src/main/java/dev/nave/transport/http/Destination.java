package dev.nave.transport.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.HttpHost;

/**
 * Where a call goes.
 *
 * @param route what connections to this place have in common
 * @param authority for the {@code Host} header: the host, and the port where the URI names one
 * @param target for the request line: path and query as the URI spells them
 */
record Destination(HttpRoute route, String authority, String target) {
    private static final String UNIX = "http+unix";

    /**
     * Reads {@code http://…}, {@code https://…}, or {@code http+unix://%2Frun%2Fserver.sock/path}: the socket's path stands
     * percent-encoded where the host stands, as several HTTP clients have it.
     */
    static Destination of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (scheme.equals(UNIX) && uri.getRawAuthority() != null) {
            Path socket = Path.of(URLDecoder.decode(uri.getRawAuthority(), StandardCharsets.UTF_8));
            HttpHost local = new HttpHost("http", "localhost", 80);
            return new Destination(new HttpRoute(local, false, socket), "localhost", target(uri));
        }
        boolean secure = scheme.equals("https");
        if (uri.getHost() == null || !(secure || scheme.equals("http"))) {
            throw new IllegalArgumentException("Expected an http, https or http+unix URL with a host or a socket");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        return new Destination(
                new HttpRoute(new HttpHost(scheme, uri.getHost(), port), null, secure),
                uri.getPort() >= 0 ? uri.getHost() + ":" + uri.getPort() : uri.getHost(),
                target(uri));
    }

    private static String target(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
