package dev.nave.hub.configuration;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where Nave listens, and which {@code Host} and {@code Origin} headers it believes (DNS rebinding).
 *
 * @param http the address for HTTP; {@code 127.0.0.1:8420} by default, port 0 for any free one
 * @param unix a Unix domain socket to listen on as well; none by default
 * @param allowedHosts what {@code Host} may say beside the address listened on, as {@code host} or {@code host:port}
 * @param allowedOrigins what {@code Origin} may say beside Nave's own, as {@code scheme://host[:port]}
 * @param url where clients reach it, without a slash at the end; by default what they say themselves
 */
public record Listen(
        HttpAddress http,
        Optional<Path> unix,
        List<String> allowedHosts,
        List<String> allowedOrigins,
        Optional<URI> url) {

    public Listen {
        allowedHosts = List.copyOf(allowedHosts);
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** Loopback, port 8420. */
    public static Listen defaults() {
        return new Listen(new HttpAddress("127.0.0.1", 8420), Optional.empty(), List.of(), List.of(), Optional.empty());
    }

    /** The same at another address for HTTP. */
    public Listen withHttp(HttpAddress address) {
        return new Listen(address, unix, allowedHosts, allowedOrigins, url);
    }
}
