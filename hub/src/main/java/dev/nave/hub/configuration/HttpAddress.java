package dev.nave.hub.configuration;

import java.net.URI;
import java.util.Locale;

/**
 * A host and a port to listen on.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port 0 to 65535, 0 for any free one
 */
public record HttpAddress(String host, int port) {

    public HttpAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("Expected a host, not an empty text: write 127.0.0.1 or a name.");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("Expected a port from 0 to 65535, not " + port + ".");
        }
    }

    /**
     * Reads {@code host:port} or {@code [ipv6]:port}.
     *
     * @throws IllegalArgumentException when it is neither, with a text for the operator
     */
    public static HttpAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            host = "";
        }
        String port = text.substring(colon + 1);
        if (host.isBlank()
                || port.isEmpty()
                || port.length() > 5
                || !port.chars().allMatch(HttpAddress::isDigit)) {
            throw new IllegalArgumentException(
                    "Expected host:port, not '" + text + "': write for example 127.0.0.1:8420 or [::1]:8420.");
        }
        return new HttpAddress(host, Integer.parseInt(port));
    }

    /** Whether only this machine can reach it, as far as the text tells: nothing is resolved. */
    public boolean isLoopback() {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost")
                || lower.equals("::1")
                || lower.equals("0:0:0:0:0:0:0:1")
                || isLoopback4(lower);
    }

    /** Where this machine reaches what listens here, with the port it took: a URL without a path. */
    public URI url(int taken) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        return URI.create("http://" + new HttpAddress(everywhere ? "127.0.0.1" : host, taken));
    }

    /** The form {@link #parse} reads. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static boolean isLoopback4(String host) {
        return host.matches("127(\\.\\d{1,3}){3}");
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }
}
