package dev.nave.transport.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the head of a request before anything else does: a page in somebody's browser must not reach the server under a
 * name of its own (DNS rebinding), and no header that decides anything may come twice.
 */
final class Admission {
    private static final Set<String> ONCE = Set.of(
            "host",
            "origin",
            "content-type",
            "content-length",
            "authorization",
            "last-event-id",
            "mcp-session-id",
            "mcp-protocol-version",
            "mcp-method",
            "mcp-name");

    private final boolean localOnly;
    private final String ownHost;
    private final Set<String> hosts;
    private final Set<String> origins;

    Admission(HttpServerOptions options) {
        this.localOnly = options.isLocalOnly();
        this.ownHost = options.address() instanceof InetSocketAddress inet
                ? inet.getHostString().toLowerCase(Locale.ROOT)
                : "";
        this.hosts = lower(options.allowedHosts());
        this.origins = lower(options.allowedOrigins());
    }

    /** What is wrong with a request, or null. */
    @Nullable
    Refusal check(Headers headers, String target) {
        if (!target.startsWith("/")) {
            return new Refusal(400, "Expected a path that begins with / in the request line.");
        }
        for (String name : headers.names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if ((ONCE.contains(lower) || lower.startsWith("mcp-param-"))
                    && headers.all(name).size() > 1) {
                return new Refusal(400, "Expected the header " + name + " once, got it several times.");
            }
        }
        Refusal host = checkHost(headers.first("host"));
        return host != null ? host : checkOrigin(headers.first("origin"), headers.first("host"));
    }

    private @Nullable Refusal checkHost(@Nullable String sent) {
        if (sent == null) {
            return new Refusal(400, "Expected a Host header, got none.");
        }
        Optional<HostName> read = HostName.parse(sent);
        if (read.isEmpty()) {
            return new Refusal(400, "Expected host or host:port in the Host header.");
        }
        if (isAllowed(read.get())) {
            return null;
        }
        return new Refusal(
                403,
                "The Host header names '" + read.get().host() + "', which is not a name of this server. If it is, add"
                        + " it to the allowed hosts in the configuration.");
    }

    private boolean isAllowed(HostName host) {
        if (host.isLoopback() || host.host().equals(ownHost) || isListed(hosts, host)) {
            return true;
        }
        return !localOnly && host.isAddress();
    }

    private @Nullable Refusal checkOrigin(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return null;
        }
        String lower = origin.toLowerCase(Locale.ROOT);
        if (origins.contains("*") || origins.contains(lower) || isOwn(lower, host)) {
            return null;
        }
        return new Refusal(
                403,
                "The Origin header names a page that may not call this server. If it may, add its origin"
                        + " (scheme://host:port) to the allowed origins in the configuration.");
    }

    /** Loopback pages when only this machine can call; else pages of the very host and port the request was sent to. */
    private boolean isOwn(String origin, @Nullable String host) {
        String authority;
        try {
            URI uri = new URI(origin);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!web || uri.getRawAuthority() == null || !("" + uri.getRawPath()).isEmpty()) {
                return false;
            }
            authority = uri.getRawAuthority();
        } catch (URISyntaxException notAnOrigin) {
            return false;
        }
        if (authority.equalsIgnoreCase(host)) {
            return true;
        }
        Optional<HostName> read = HostName.parse(authority);
        return read.isPresent() && localOnly && (read.get().isLoopback() || isListed(hosts, read.get()));
    }

    private static boolean isListed(Set<String> listed, HostName host) {
        return listed.contains("*") || listed.contains(host.host()) || listed.contains(host.host() + ":" + host.port());
    }

    private static Set<String> lower(List<String> texts) {
        Set<String> lower = new HashSet<>();
        texts.forEach(text -> lower.add(text.toLowerCase(Locale.ROOT)));
        return lower;
    }

    /** The headers of a request, names ignoring case. */
    interface Headers {
        Iterable<String> names();

        List<String> all(String name);

        default @Nullable String first(String name) {
            List<String> all = all(name);
            return all.isEmpty() ? null : all.getFirst().strip();
        }
    }

    /** Why a request is not served; {@code text} is for people. */
    record Refusal(int status, String text) {}
}
