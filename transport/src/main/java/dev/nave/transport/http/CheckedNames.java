package dev.nave.transport.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** Resolves names as the system does, and leaves out what may not be connected to. */
final class CheckedNames implements DnsResolver {
    private final AddressRule rule;

    CheckedNames(AddressRule rule) {
        this.rule = rule;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        List<InetAddress> allowed = new ArrayList<>();
        IOException refused = null;
        for (InetAddress address : SystemDefaultDnsResolver.INSTANCE.resolve(host)) {
            try {
                rule.check(host, address);
                allowed.add(address);
            } catch (IOException e) {
                refused = e;
            }
        }
        if (allowed.isEmpty() && refused != null) {
            throw new RefusedAddress(String.valueOf(refused.getMessage()));
        }
        return allowed.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }

    /** Told as it is: the host was found. */
    static final class RefusedAddress extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        RefusedAddress(String text) {
            super(text);
        }
    }
}
