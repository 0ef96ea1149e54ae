package dev.nave.transport.http;

import java.io.IOException;
import java.net.InetAddress;

/**
 * Which addresses an {@link HttpClient} may connect to. It is asked after a name was resolved, of each address, and what
 * it allowed is what is connected to: a name that means something else a moment later changes nothing.
 */
@FunctionalInterface
public interface AddressRule {
    /** All addresses. */
    AddressRule ANY = (host, address) -> {};

    /**
     * Looks at one address.
     *
     * @param host as the URL has it
     * @throws IOException when it may not be connected to; the text is for people
     */
    void check(String host, InetAddress address) throws IOException;
}
