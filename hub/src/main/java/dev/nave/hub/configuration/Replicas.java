package dev.nave.hub.configuration;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * This node as one of several that serve the same clients with the same configuration.
 *
 * @param listen where the other nodes reach this one, and nobody else should; {@code 127.0.0.1:8421} by default
 * @param address what the other nodes call to reach it, {@code http} or {@code https} with a host and no path. It is the
 *     node's name: what a client carries says by it who holds its call. By default made of {@code listen}
 */
public record Replicas(HttpAddress listen, URI address) {
    /** Where a node listens that does not say otherwise. */
    public static final HttpAddress STANDARD = new HttpAddress("127.0.0.1", 8421);

    public Replicas {
        if (!isPlain(address)) {
            throw new IllegalArgumentException("Expected the address of a node as http://host:port, not "
                    + Shown.quoted(address.toString()) + ": write what the other nodes reach this one by.");
        }
    }

    /**
     * A node that listens there.
     *
     * @throws IllegalArgumentException when there is no address and none follows from where it listens
     */
    static Replicas of(HttpAddress listen, Optional<String> address) {
        if (address.isPresent()) {
            return new Replicas(listen, uri(address.get()));
        }
        if (listen.port() == 0
                || listen.host().equals("0.0.0.0")
                || listen.host().equals("::")) {
            throw new IllegalArgumentException("Expected replicas.address beside replicas.listen, for the other nodes"
                    + " cannot reach " + listen + ": write for example http://10.0.0.5:8421.");
        }
        return new Replicas(listen, uri("http://" + listen));
    }

    private static URI uri(String text) {
        String plain = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        try {
            return URI.create(plain);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("Expected the address of a node as http://host:port, not "
                    + Shown.quoted(text) + ": write what the other nodes reach this one by.");
        }
    }

    private static boolean isPlain(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        return (scheme.equals("http") || scheme.equals("https"))
                && address.getHost() != null
                && String.valueOf(address.getRawPath()).isEmpty()
                && address.getRawQuery() == null
                && address.getRawFragment() == null
                && address.getRawUserInfo() == null;
    }
}
