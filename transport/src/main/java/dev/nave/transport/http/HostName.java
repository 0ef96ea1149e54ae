package dev.nave.transport.http;

import java.util.Locale;
import java.util.Optional;

/**
 * A host and perhaps a port, as {@code Host} and {@code Origin} carry them (RFC 9110 §7.2).
 *
 * @param host in lower case, IPv6 in brackets
 * @param port as sent, empty for none
 */
record HostName(String host, String port) {

    /** Reads {@code host}, {@code host:port} or {@code [ipv6]:port}; nothing when it is none of these. */
    static Optional<HostName> parse(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (end == 0) {
            return Optional.empty();
        }
        String host = end < 0 ? text : text.substring(0, end);
        String rest = end < 0 ? "" : text.substring(end);
        if (host.isEmpty() || !host.chars().allMatch(HostName::isHostCharacter)) {
            return Optional.empty();
        }
        if (!rest.isEmpty()
                && (rest.charAt(0) != ':' || !rest.substring(1).chars().allMatch(HostName::isDigit))) {
            return Optional.empty();
        }
        return Optional.of(new HostName(host.toLowerCase(Locale.ROOT), rest.isEmpty() ? "" : rest.substring(1)));
    }

    /** Whether a name or an address, with or without brackets, is this machine's own. */
    static boolean isLoopback(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        String lower = bare.toLowerCase(Locale.ROOT);
        return lower.equals("localhost")
                || lower.equals("::1")
                || lower.equals("0:0:0:0:0:0:0:1")
                || lower.matches("127(\\.\\d{1,3}){3}");
    }

    boolean isLoopback() {
        return isLoopback(host);
    }

    /** Whether it is a number, not a name: what a name server says cannot lead there (DNS rebinding). */
    boolean isAddress() {
        return host.startsWith("[") || host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }

    private static boolean isHostCharacter(int character) {
        return character > 0x20 && character < 0x7f && "/?#@\\\"<>".indexOf(character) < 0;
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }
}
