package dev.nave.hub.manifest;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whom a URL belongs to: what is sent to one place of an origin may be sent to the others. HTTP and WebSocket are one, what
 * is encrypted and what is not are two.
 */
record Origin(boolean encrypted, String host, int port) {
    private static final Pattern LOCAL =
            Pattern.compile("localhost|.*\\.localhost|127\\.[0-9.]+|0\\.0\\.0\\.0|\\[(::1?|::ffff:(127\\.|7f).*)]");
    private static final Pattern LINK = Pattern.compile("169\\.254\\.[0-9.]+|\\[fe[89ab][0-9a-f]:.*]");

    static Origin of(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean encrypted = scheme.equals("https") || scheme.equals("wss");
        int port = url.getPort() >= 0 ? url.getPort() : encrypted ? 443 : 80;
        String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
        return new Origin(encrypted, host.endsWith(".") ? host.substring(0, host.length() - 1) : host, port);
    }

    /** Whether it is this machine, or only for this machine or its wire, by its spelling. */
    boolean isLocal() {
        return LOCAL.matcher(host).matches() || LINK.matcher(host).matches();
    }
}
