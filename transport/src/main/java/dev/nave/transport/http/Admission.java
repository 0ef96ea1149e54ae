package dev.nave.transport.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the head of a request before anything else does: a page in somebody's browser must not reach the server under a
 * name of its own (DNS rebinding), and no header that decides anything may come twice.
 */
final class Admission {
    private static final List<String> ONCE = List.of(
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

    private static final String PARAMETER = "mcp-param-";

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
        String twice = twice(headers);
        if (twice != null) {
            return new Refusal(400, "Expected the header " + twice + " once, got it several times.");
        }
        String host = headers.first("host");
        Refusal refusal = checkHost(host);
        return refusal != null ? refusal : checkOrigin(headers.first("origin"), host);
    }

    /** A header that decides something and came twice; null when there is none. */
    private static @Nullable String twice(Headers headers) {
        Counting counting = new Counting();
        headers.forEach(counting);
        return counting.twice;
    }

    /** Finds the first header that may not come again and did, in one pass: every request comes here. */
    private static final class Counting implements BiConsumer<String, String> {
        private int seen;
        private Set<String> parameters = Set.of();
        private @Nullable String twice;

        @Override
        public void accept(String name, String value) {
            if (twice == null && !isFirst(name)) {
                twice = name;
            }
        }

        private boolean isFirst(String name) {
            int once = once(name);
            if (once >= 0) {
                boolean first = (seen & 1 << once) == 0;
                seen |= 1 << once;
                return first;
            }
            if (!name.regionMatches(true, 0, PARAMETER, 0, PARAMETER.length())) {
                return true;
            }
            parameters = parameters.isEmpty() ? new TreeSet<>(String.CASE_INSENSITIVE_ORDER) : parameters;
            return parameters.add(name);
        }

        private static int once(String name) {
            for (int i = 0; i < ONCE.size(); i++) {
                if (ONCE.get(i).equalsIgnoreCase(name)) {
                    return i;
                }
            }
            return -1;
        }
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

    /** The headers of a request as they came, names ignoring case. */
    interface Headers {
        void forEach(BiConsumer<String, String> each);

        /** The first of this name, or null. */
        @Nullable
        String first(String name);
    }

    /** Why a request is not served; {@code text} is for people. */
    record Refusal(int status, String text) {}
}
