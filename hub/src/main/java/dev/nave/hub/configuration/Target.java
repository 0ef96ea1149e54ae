package dev.nave.hub.configuration;

import dev.nave.hub.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a server is reached. */
public sealed interface Target {

    /** A process that Nave starts, and stops. */
    sealed interface Child extends Target {
        /** What follows the program's name; empty by default. May carry secrets: never print it. */
        List<String> arguments();

        /** Variables beside the few that every child inherits; empty by default. */
        Map<String, Secret> environment();

        /** Where it runs; by default where Nave itself runs. */
        Optional<Path> directory();
    }

    /**
     * A program found by its path or on {@code PATH}.
     *
     * @param command the program, not a line for a shell
     */
    record Command(String command, List<String> arguments, Map<String, Secret> environment, Optional<Path> directory)
            implements Child {
        public Command {
            if (command.isBlank()) {
                throw new IllegalArgumentException("Expected the name or path of a program, not an empty text.");
            }
            arguments = List.copyOf(arguments);
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        }

        @Override
        public String toString() {
            return "Command[" + command + ", " + arguments.size() + " arguments, environment " + environment.keySet()
                    + "]";
        }
    }

    /**
     * A small server that ships with Nave, run as {@code nave sample NAME}.
     *
     * @param name which one, for example {@code files}
     */
    record Sample(String name, List<String> arguments, Map<String, Secret> environment, Optional<Path> directory)
            implements Child {
        public Sample {
            if (name.isBlank()) {
                throw new IllegalArgumentException("Expected the name of a sample such as files, not an empty text.");
            }
            arguments = List.copyOf(arguments);
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        }

        @Override
        public String toString() {
            return "Sample[" + name + ", " + arguments.size() + " arguments, environment " + environment.keySet() + "]";
        }
    }

    /**
     * A server that runs somewhere.
     *
     * @param url its endpoint: {@code http}, {@code https}, {@code ws} or {@code wss}, or {@code http+unix} with the
     *     percent-encoded path of a Unix domain socket where the host stands. May carry secrets: never print it, see
     *     {@link #place()}
     * @param headers sent with every request; names without regard to case; empty by default
     * @param wire how to speak to it; {@link Wire#AUTO} by default
     */
    record Remote(URI url, Map<String, Secret> headers, Wire wire) implements Target {
        private static final String UNIX = "http+unix";

        public Remote {
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean http = scheme.equals("http") || scheme.equals("https");
            boolean socket = scheme.equals("ws") || scheme.equals("wss");
            if (scheme.equals(UNIX) && !isSocketFile(url)) {
                throw new IllegalArgumentException(
                        "Expected a URL such as http+unix://%2Frun%2Fserver.sock/mcp: the path"
                                + " of the socket, its slashes written %2F, and a path at the server.");
            }
            if (!scheme.equals(UNIX) && (url.getHost() == null || !(http || socket))) {
                throw new IllegalArgumentException("Expected a URL such as https://example.com/mcp: http, https, ws or"
                        + " wss and a host, or http+unix and a socket.");
            }
            if (socket && wire == Wire.AUTO) {
                wire = Wire.WEBSOCKET;
            }
            if (socket != (wire == Wire.WEBSOCKET)) {
                throw new IllegalArgumentException(
                        "Expected ws:// or wss:// with transport websocket and http:// or https:// with any other, not "
                                + scheme + ":// with transport " + wire.text() + ".");
            }
            Map<String, Secret> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            sorted.putAll(headers);
            headers = Collections.unmodifiableMap(sorted);
        }

        /** The URL as far as it may be shown: without user, query and fragment. */
        public String place() {
            String port = url.getPort() < 0 ? "" : ":" + url.getPort();
            String path = url.getRawPath() == null ? "" : url.getRawPath();
            String host = url.getHost() == null ? url.getRawAuthority() : url.getHost();
            return url.getScheme() + "://" + host + port + path;
        }

        private static boolean isSocketFile(URI url) {
            String socket = url.getRawAuthority();
            return socket != null && socket.matches("(?i)[^@]*%2F[^@]*");
        }

        @Override
        public String toString() {
            return "Remote[" + place() + ", headers " + headers.keySet() + ", " + wire.text() + "]";
        }
    }

    /**
     * A process that Nave starts and then reaches at a URL, not over its pipes.
     *
     * @param child what to start; it must listen where {@code remote} points
     * @param remote where it answers once it is up
     */
    record CommandWithUrl(Child child, Remote remote) implements Target {}

    /** How to speak to a remote server. */
    enum Wire {
        /** Streamable HTTP, and HTTP+SSE of 2024-11-05 when the server turns out to speak that; WebSocket for ws URLs. */
        AUTO,
        /** Streamable HTTP. */
        HTTP,
        /** HTTP+SSE of 2024-11-05. */
        SSE,
        /** One message a frame. */
        WEBSOCKET;

        /** The name in files. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
