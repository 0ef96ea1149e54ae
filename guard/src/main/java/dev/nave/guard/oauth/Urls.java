package dev.nave.guard.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** URLs as OAuth compares and builds them. */
final class Urls {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private Urls() {}

    /** An absolute URL with a host; nothing when the text is none. */
    static Optional<URI> read(String text) {
        try {
            URI url = new URI(text);
            return url.isAbsolute() && url.getHost() != null ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /** Scheme, host and port, spelled one way. */
    static String origin(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
        boolean usual = url.getPort() < 0 || url.getPort() == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + host + (usual ? "" : ":" + url.getPort());
    }

    static boolean sameOrigin(URI one, URI other) {
        return origin(one).equals(origin(other));
    }

    /**
     * What a server is called as a resource (RFC 8707 §2): its URL without query and fragment, and without a slash that
     * stands alone for the path.
     */
    static String resource(URI server) {
        String path = path(server);
        return origin(server) + (path.equals("/") ? "" : path);
    }

    /** Whether a resource is this server, or a place that holds it: the same origin, and a path above. */
    static boolean covers(URI resource, URI server) {
        String above = withoutSlash(path(resource));
        String below = path(server);
        return sameOrigin(resource, server)
                && resource.getRawFragment() == null
                && (withoutSlash(below).equals(above) || below.startsWith(above + "/"));
    }

    /** Where the metadata of a protected resource may be: below its path, then at the root (RFC 9728 §3.1). */
    static List<URI> resourceMetadata(URI server) {
        String base = origin(server) + "/.well-known/oauth-protected-resource";
        String path = withoutSlash(path(server));
        return path.isEmpty() ? List.of(URI.create(base)) : List.of(URI.create(base + path), URI.create(base));
    }

    /** Where the metadata of an authorization server may be, in the order that is prescribed. */
    static List<URI> serverMetadata(URI issuer) {
        String origin = origin(issuer);
        String path = withoutSlash(path(issuer));
        String oauth = origin + "/.well-known/oauth-authorization-server" + path;
        String openId = origin + "/.well-known/openid-configuration" + path;
        return path.isEmpty()
                ? List.of(URI.create(oauth), URI.create(openId))
                : List.of(
                        URI.create(oauth),
                        URI.create(openId),
                        URI.create(origin + path + "/.well-known/openid-configuration"));
    }

    /** Whether a browser may be sent there: over https, or in the clear on this machine. */
    static boolean isForBrowsers(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        return scheme.equals("https") || (scheme.equals("http") && isThisMachine(url));
    }

    static boolean isThisMachine(URI url) {
        return THIS_MACHINE.contains(String.valueOf(url.getHost()).toLowerCase(Locale.ROOT));
    }

    /** As it may be shown: without user and query. */
    static String shown(URI url) {
        return origin(url) + path(url);
    }

    private static String path(URI url) {
        String path = url.getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
