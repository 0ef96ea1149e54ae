package dev.nave.hub.configuration;

import dev.nave.hub.secret.Reference;
import dev.nave.hub.secret.Template;
import dev.nave.hub.secret.Values;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a server is reached, as configured: its texts keep their references until it is started, when {@link Values} turns
 * them into what they stand for.
 */
public sealed interface Target {
    /** The texts that may hold secrets. */
    List<Template> secrets();

    /** The texts that may have references and are no secrets: programs and directories, which messages name. */
    default List<Template> plain() {
        return List.of();
    }

    /** Every reference, each once. */
    default Set<Reference> references() {
        return Stream.concat(secrets().stream(), plain().stream())
                .flatMap(template -> template.references().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A process that Nave starts, and stops. */
    sealed interface Child extends Target {
        /** What follows the program's name; empty by default. */
        List<Template> arguments();

        /** Variables beside the few that every child inherits; empty by default. */
        Map<String, Template> environment();

        /** Where it runs; by default where Nave itself runs. */
        Optional<Directory> directory();

        @Override
        default List<Template> secrets() {
            return Stream.concat(arguments().stream(), environment().values().stream())
                    .toList();
        }

        @Override
        default List<Template> plain() {
            return directory().map(Directory::path).stream().toList();
        }
    }

    /**
     * A program found by its path or on {@code PATH}.
     *
     * @param command the program, not a line for a shell
     */
    record Command(
            Template command,
            List<Template> arguments,
            Map<String, Template> environment,
            Optional<Directory> directory)
            implements Child {
        public Command {
            if (command.written().isBlank()) {
                throw new IllegalArgumentException("Expected the name or path of a program, not an empty text.");
            }
            arguments = List.copyOf(arguments);
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        }

        /** A program with these arguments, nothing of it looked up. */
        public static Command of(String command, String... arguments) {
            return new Command(
                    Template.of(command), Stream.of(arguments).map(Template::of).toList(), Map.of(), Optional.empty());
        }

        /** Whether its program and directory are known before it is started. */
        public boolean isLiteral() {
            return plain().stream().allMatch(template -> template.literal().isPresent());
        }

        @Override
        public List<Template> plain() {
            return Stream.concat(Stream.of(command), Child.super.plain().stream())
                    .toList();
        }

        @Override
        public String toString() {
            return "Command[" + command.written() + ", " + arguments.size() + " arguments, environment "
                    + environment.keySet() + "]";
        }
    }

    /**
     * A small server that ships with Nave, run as {@code nave sample NAME}.
     *
     * @param name which one, for example {@code files}
     */
    record Sample(
            String name, List<Template> arguments, Map<String, Template> environment, Optional<Directory> directory)
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
     * A program in a container.
     *
     * @param container what it is started from and what it may do
     * @param entrypoint the program in place of the image's own; the image's by default
     * @param arguments what follows the image
     * @param environment its variables
     * @param directory where it runs in the container; by default where the image says
     */
    record Container(
            ContainerSettings container,
            Optional<Template> entrypoint,
            List<Template> arguments,
            Map<String, Template> environment,
            Optional<Directory> directory)
            implements Child {
        public Container {
            arguments = List.copyOf(arguments);
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        }

        @Override
        public List<Template> plain() {
            return Stream.of(
                            Stream.of(container.image()),
                            entrypoint.stream(),
                            container.mounts().stream()
                                    .map(mount -> mount.source().path()),
                            Child.super.plain().stream())
                    .flatMap(each -> each)
                    .toList();
        }

        @Override
        public String toString() {
            return "Container[" + container.image().written() + ", " + arguments.size() + " arguments, environment "
                    + environment.keySet() + "]";
        }
    }

    /**
     * A program on another machine.
     *
     * @param ssh how that is reached
     * @param command what runs there; its directory is one of that machine
     */
    record Ssh(SshSettings ssh, Command command) implements Child {
        @Override
        public List<Template> arguments() {
            return command.arguments();
        }

        @Override
        public Map<String, Template> environment() {
            return command.environment();
        }

        @Override
        public Optional<Directory> directory() {
            return command.directory();
        }

        @Override
        public List<Template> plain() {
            return Stream.of(
                            command.plain().stream(),
                            Stream.of(ssh.host()),
                            ssh.user().stream(),
                            Stream.of(ssh.identity(), ssh.knownHosts())
                                    .flatMap(Optional::stream)
                                    .map(Directory::path))
                    .flatMap(each -> each)
                    .toList();
        }
    }

    /**
     * A program of this machine that can do little harm.
     *
     * @param child the program itself: a {@link Command} or a {@link Sample}
     * @param sandbox what it may do
     */
    record Confined(Child child, SandboxSettings sandbox) implements Child {
        @Override
        public List<Template> arguments() {
            return child.arguments();
        }

        @Override
        public Map<String, Template> environment() {
            return child.environment();
        }

        @Override
        public Optional<Directory> directory() {
            return child.directory();
        }

        @Override
        public List<Template> plain() {
            return Stream.concat(
                            child.plain().stream(),
                            Stream.concat(sandbox.read().stream(), sandbox.write().stream())
                                    .map(Directory::path))
                    .toList();
        }
    }

    /**
     * A directory as written, which may be relative.
     *
     * @param base what a relative one starts from
     */
    record Directory(Template path, Path base) {
        /**
         * Where it is.
         *
         * @throws InvalidPathException when what the references stand for makes no path
         */
        public Path in(Values values) {
            return base.resolve(Home.expand(values.plain(path))).normalize();
        }
    }

    /**
     * A server that runs somewhere.
     *
     * @param url its endpoint: {@code http}, {@code https}, {@code ws} or {@code wss}, or {@code http+unix} with the
     *     percent-encoded path of a Unix domain socket where the host stands; see {@link #place()} for what may be shown
     *     of it
     * @param headers sent with every request; names without regard to case; empty by default
     * @param wire how to speak to it; {@link Wire#AUTO} by default
     */
    record Remote(Template url, Map<String, Template> headers, Wire wire) implements Target {
        public Remote {
            Optional<String> literal = url.literal();
            if (literal.isPresent()) {
                wire = Address.of(literal.get(), wire).wire();
            }
            Map<String, Template> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            sorted.putAll(headers);
            headers = Collections.unmodifiableMap(sorted);
        }

        /** A server at a known URL. */
        public static Remote at(URI url) {
            return new Remote(Template.of(url.toString()), Map.of(), Wire.AUTO);
        }

        @Override
        public List<Template> secrets() {
            return Stream.concat(Stream.of(url), headers.values().stream()).toList();
        }

        /**
         * Where it is.
         *
         * @throws IllegalArgumentException when what the references stand for makes no URL of a server; the text is for
         *     people and shows no value
         */
        public Address address(Values values) {
            return Address.of(values.plain(url), wire);
        }

        /** The URL as far as it may be shown: as written, without user, query and fragment. */
        public String place() {
            return Shown.place(url);
        }

        @Override
        public String toString() {
            return "Remote[" + place() + ", headers " + headers.keySet() + ", " + wire.text() + "]";
        }
    }

    /**
     * Where a server is and how it is spoken to, once that is known.
     *
     * @param url may carry secrets: never print it
     * @param wire {@link Wire#WEBSOCKET} for ws and wss, and for nothing else
     */
    record Address(URI url, Wire wire) {
        private static final String UNIX = "http+unix";
        private static final String EXPECTED = "Expected a URL such as https://example.com/mcp: http, https, ws or wss"
                + " and a host, or http+unix and a socket.";

        static Address of(String text, Wire wire) {
            URI url;
            try {
                url = new URI(text);
            } catch (URISyntaxException _) {
                // Its text shows the URL.
                throw new IllegalArgumentException(EXPECTED);
            }
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean http = scheme.equals("http") || scheme.equals("https");
            boolean socket = scheme.equals("ws") || scheme.equals("wss");
            if (scheme.equals(UNIX) && !isSocketFile(url)) {
                throw new IllegalArgumentException(
                        "Expected a URL such as http+unix://%2Frun%2Fserver.sock/mcp: the path"
                                + " of the socket, its slashes written %2F, and a path at the server.");
            }
            if (!scheme.equals(UNIX) && (url.getHost() == null || !(http || socket))) {
                throw new IllegalArgumentException(EXPECTED);
            }
            Wire settled = socket && wire == Wire.AUTO ? Wire.WEBSOCKET : wire;
            if (socket != (settled == Wire.WEBSOCKET)) {
                throw new IllegalArgumentException(
                        "Expected ws:// or wss:// with transport websocket and http:// or https:// with any other, not "
                                + scheme + ":// with transport " + settled.text() + ".");
            }
            return new Address(url, settled);
        }

        private static boolean isSocketFile(URI url) {
            String socket = url.getRawAuthority();
            return socket != null && socket.matches("(?i)[^@]*%2F[^@]*");
        }

        @Override
        public String toString() {
            return "Address[" + wire.text() + "]";
        }
    }

    /**
     * A process that Nave starts and then reaches at a URL, not over its pipes.
     *
     * @param child what to start; it must listen where {@code remote} points
     * @param remote where it answers once it is up
     */
    record CommandWithUrl(Child child, Remote remote) implements Target {
        @Override
        public List<Template> secrets() {
            return Stream.concat(child.secrets().stream(), remote.secrets().stream())
                    .toList();
        }

        @Override
        public List<Template> plain() {
            return child.plain();
        }
    }

    /**
     * The servers of a list that is published at a URL and may change at any time: a hub of its own, which is a server of
     * this one.
     *
     * @param place where the list is; the headers are for there, and for servers of the same origin
     * @param refresh how often it is asked whether it has changed; {@link #REFRESH} by default
     * @param selection which of its servers and tools are taken; all by default
     * @param headers those of single servers, by their names in the list; none by default
     * @param names how the servers of the list are told apart within
     */
    record Manifest(
            Remote place,
            Duration refresh,
            Selection selection,
            Map<String, Map<String, Template>> headers,
            NameStyle names)
            implements Target {
        public static final Duration REFRESH = Duration.ofMinutes(1);
        /** More often is no use and does harm. */
        public static final Duration SOONEST = Duration.ofMillis(100);

        public Manifest {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }

        @Override
        public List<Template> secrets() {
            return Stream.concat(
                            place.secrets().stream(), headers.values().stream().flatMap(some -> some.values().stream()))
                    .toList();
        }

        @Override
        public String toString() {
            return "Manifest[" + place + ", " + refresh + ", " + selection + ", headers of " + headers.keySet() + ", "
                    + names + "]";
        }
    }

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
