package dev.nave.guard.oauth;

import dev.nave.transport.http.AddressRule;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How near an address is. What a server's documents name may be as near as the server itself was configured to be and no
 * nearer: a stranger on the internet must not have the hub call the machines around it (2026-07-28,
 * basic/authorization/security-considerations, "Server-Side Request Forgery").
 */
enum Nearness {
    /** Anywhere on the internet. */
    PUBLIC,
    /** In a private network. */
    PRIVATE,
    /** On this machine. */
    LOOPBACK,
    /** Where no server is: link-local addresses, with the metadata services of clouds among them, and multicast. */
    NOWHERE;

    /** A name of several parts whose last one is not kept for networks of one's own (RFC 6761, RFC 6762, RFC 8375). */
    private static final Pattern ISSUED =
            Pattern.compile("\\.(?!(?:localhost|test|local|internal|home\\.arpa|arpa)\\.?$)[a-z][a-z0-9-]*\\.?$");

    static Nearness of(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return LOOPBACK;
        }
        if (address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isMulticastAddress()) {
            return NOWHERE;
        }
        boolean near = address instanceof Inet4Address ? isPrivate4(address) : isPrivate6(address);
        return near || address.isSiteLocalAddress() ? PRIVATE : PUBLIC;
    }

    /**
     * Where the host of a server's configured URL is; what cannot be resolved gets no more than the internet. Whoever owns
     * a name can have it mean this machine for a moment, so one that anybody may own is never taken for this machine.
     */
    static Nearness of(URI server) {
        String host = String.valueOf(server.getHost()).toLowerCase(Locale.ROOT);
        Nearness most = isAnybodys(host) ? PRIVATE : LOOPBACK;
        Nearness nearest = PUBLIC;
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                Nearness near = of(address);
                nearest = near != NOWHERE && near.compareTo(nearest) > 0 ? near : nearest;
            }
        } catch (UnknownHostException _) {
            // Nothing is known of it.
        }
        return nearest.compareTo(most) > 0 ? most : nearest;
    }

    /** Whether a host is a name that somebody else may own, and so decide what it means. */
    static boolean isAnybodys(String host) {
        return ISSUED.matcher(host).find();
    }

    /** What may be connected to by something this near. */
    AddressRule rule() {
        return (host, address) -> {
            Nearness asked = of(address);
            if (asked == NOWHERE || asked.compareTo(this) > 0) {
                throw new IOException("'" + host + "' is at " + address.getHostAddress() + ", " + asked.words()
                        + ", where a server's documents may not send the hub");
            }
        };
    }

    /** This machine alone: for what is not encrypted. */
    static AddressRule thisMachine() {
        return (host, address) -> {
            if (of(address) != LOOPBACK) {
                throw new IOException("'" + host + "' is not on this machine, so https is needed");
            }
        };
    }

    private String words() {
        return switch (this) {
            case PUBLIC -> "on the internet";
            case PRIVATE -> "in a private network";
            case LOOPBACK -> "on this machine";
            case NOWHERE -> "a link-local address or one of no machine";
        };
    }

    /** Shared, benchmark, reserved and future ranges beside those Java knows (RFC 6890). */
    private static boolean isPrivate4(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return first == 0
                || (first == 100 && (second & 0xc0) == 64)
                || (first == 192 && second == 0 && bytes[2] == 0)
                || (first == 198 && (second & 0xfe) == 18)
                || first >= 240;
    }

    /** Unique local addresses, and those that carry one of the old kind in them. */
    private static boolean isPrivate6(InetAddress address) {
        byte[] bytes = address.getAddress();
        int head = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        boolean teredo = head == 0x2001 && bytes[2] == 0 && bytes[3] == 0;
        boolean translated = head == 0x0064 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b;
        return (head & 0xfe00) == 0xfc00 || head == 0x2002 || teredo || translated || head == 0;
    }
}
