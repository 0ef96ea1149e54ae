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
        if (!isName(host) || !(rest.isEmpty() || isPort(rest))) {
            return Optional.empty();
        }
        return Optional.of(new HostName(host.toLowerCase(Locale.ROOT), rest.isEmpty() ? "" : rest.substring(1)));
    }

    /** Whether a name or an address, with or without brackets, is this machine's own. */
    static boolean isLoopback(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return bare.equalsIgnoreCase("localhost")
                || bare.equals("::1")
                || bare.equals("0:0:0:0:0:0:0:1")
                || (bare.startsWith("127.") && isFourNumbers(bare));
    }

    boolean isLoopback() {
        return isLoopback(host);
    }

    /** Whether it is a number, not a name: what a name server says cannot lead there (DNS rebinding). */
    boolean isAddress() {
        return host.startsWith("[") || isFourNumbers(host);
    }

    /** Four numbers of one to three digits, with dots between; by hand, for every request passes here. */
    private static boolean isFourNumbers(String host) {
        int numbers = 1;
        int digits = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.' && digits > 0) {
                numbers++;
                digits = 0;
            } else if (isDigit(c) && digits < 3) {
                digits++;
            } else {
                return false;
            }
        }
        return numbers == 4 && digits > 0;
    }

    private static boolean isName(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= 0x20 || c >= 0x7f || "/?#@\\\"<>".indexOf(c) >= 0) {
                return false;
            }
        }
        return !host.isEmpty();
    }

    private static boolean isPort(String rest) {
        for (int i = 1; i < rest.length(); i++) {
            if (!isDigit(rest.charAt(i))) {
                return false;
            }
        }
        return rest.startsWith(":");
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
