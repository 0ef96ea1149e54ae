package dev.nave.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The hub as its users run it: a process of its own, started by the command line with a configuration file. */
public final class HubProcess implements AutoCloseable {
    /** The packaged program, there once the build has come that far. */
    public static final Path PACKAGE =
            Path.of("..", "app", "target", "nave").toAbsolutePath().normalize();

    /** What starts it. */
    public static final Path LAUNCHER = PACKAGE.resolve("bin/nave");

    private static final String CLASS_PATH = System.getProperty("java.class.path");
    /** On the class path instead of a directory of classes once the program is packaged. */
    private static final String PACKAGED_CLASSES = "nave-app-";

    /** What a hub in use has. */
    public static final String BOTH_COMPILERS = "-XX:TieredStopAtLevel=4";

    private static final String QUICK = "-XX:TieredStopAtLevel=1";
    private static final Pattern URL = Pattern.compile("ready at (http://\\S+)");
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Child child;
    private final String url;

    private HubProcess(Child child, String url) {
        this.child = child;
        this.url = url;
    }

    /** Starts a hub on any free port of loopback, and waits until it listens. */
    public static HubProcess start(Path directory, Configuration configuration)
            throws IOException, InterruptedException {
        return start(command(), directory, configuration);
    }

    /**
     * As {@link #start(Path, Configuration)}, started in another way.
     *
     * @param program what starts the program, to be followed by its arguments
     */
    public static HubProcess start(List<String> program, Path directory, Configuration configuration)
            throws IOException, InterruptedException {
        Path file = Files.writeString(Files.createTempFile(directory, "hub", ".json"), configuration.text());
        return serve(program, directory, file, 0);
    }

    /** As {@link #start}, of a configuration that is in a file. */
    public static HubProcess serve(Path directory, Path file, String... options) throws InterruptedException {
        return serve(command(), directory, file, 0, options);
    }

    /**
     * As {@link #serve(Path, Path, String...)}, started in another way.
     *
     * @param program what starts the program, to be followed by its arguments
     * @param port to listen on, such as one that another process had before; 0 for any
     */
    public static HubProcess serve(List<String> program, Path directory, Path file, int port, String... options)
            throws InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("serve", file.toString(), "--http", "127.0.0.1:" + port));
        command.addAll(List.of(options));
        Map<String, String> state =
                Map.of("XDG_STATE_HOME", directory.resolve("state").toString());
        Child child = Child.start("the hub", command, state, directory);
        try {
            return new HubProcess(child, child.awaitLine(URL, PATIENCE).group(1));
        } catch (AssertionError | InterruptedException e) {
            child.close();
            throw e;
        }
    }

    /**
     * What starts the program, to be followed by its arguments: the packaged one, where the build has come that far, for
     * that is what people run, and quickly. With the compiler that is quickly done, for no hub of a test runs for long.
     *
     * @param options for the virtual machine, over that
     */
    public static List<String> command(String... options) {
        if (!CLASS_PATH.contains(PACKAGED_CLASSES)) {
            return ofClasses("dev.nave.app.Nave", options);
        }
        return List.of(
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "NAVE_MEMORY=512m",
                "NAVE_JAVA_OPTIONS=" + QUICK + " " + String.join(" ", options),
                LAUNCHER.toString());
    }

    /** What runs a class of the program or of these tests. */
    public static List<String> ofClasses(String name, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                QUICK,
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", CLASS_PATH, name));
        return command;
    }

    /** Starts a command of the program with these variables in this directory. */
    public static Child nave(Path directory, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(command());
        command.addAll(List.of(arguments));
        return Child.start("nave " + String.join(" ", arguments), command, environment, directory);
    }

    /** The address of the endpoint, such as {@code http://127.0.0.1:40123/mcp}. */
    public String url() {
        return url;
    }

    /** Waits for the hub to say a line that holds the pattern, looking at earlier lines too. */
    public void awaitLine(Pattern pattern) throws InterruptedException {
        child.awaitLine(pattern, PATIENCE);
    }

    /** What the hub said last. */
    public String output() {
        return child.output();
    }

    /** The process itself. */
    public ProcessHandle handle() {
        return child.handle();
    }

    /** Ends the hub as whoever runs it would, and waits until it has ended; what it leaves behind stays, unlike after {@link #close}. */
    public void stop() throws InterruptedException {
        child.handle().destroy();
        child.awaitEnd(PATIENCE);
    }

    @Override
    public void close() {
        child.close();
    }

    /** A configuration file in the making. */
    public static final class Configuration {
        private final ObjectNode root = new JsonMapper().createObjectNode();
        private final ObjectNode servers;

        /** A configuration with a style of names, like {@code plain} or {@code prefix}. */
        public Configuration(String names) {
            root.put("names", names);
            servers = root.putObject("mcpServers");
        }

        /** Adds a server that answers at this URL. */
        public Configuration http(String alias, String url) {
            servers.putObject(alias).put("url", url);
            return this;
        }

        /** Adds a server that is a child process. */
        public Configuration stdio(String alias, List<String> command) {
            ObjectNode server = servers.putObject(alias).put("command", command.getFirst());
            command.subList(1, command.size()).forEach(server.putArray("args")::add);
            return this;
        }

        /** Adds a server that answers at this URL over a wire that has to be told. */
        public Configuration http(String alias, String url, String transport) {
            servers.putObject(alias).put("url", url).put("transport", transport);
            return this;
        }

        /** Lets the hub listen at a Unix domain socket as well. */
        public Configuration unix(Path socket) {
            root.withObject("/listen").put("unix", socket.toString());
            return this;
        }

        /** Says what a tool of a server asks of its client, such as {@code sampling}. */
        public Configuration requires(String alias, String tool, String capability) {
            servers.withObject("/" + alias + "/tools/" + tool)
                    .putArray("requires")
                    .add(capability);
            return this;
        }

        /** Sets how long the hub waits, such as {@code call} and {@code 3s}. */
        public Configuration wait(String key, String duration) {
            root.withObject("/waits").put(key, duration);
            return this;
        }

        /** Sets how long the hub waits for one server, in place of what holds for all. */
        public Configuration serverWait(String alias, String key, String duration) {
            servers.withObject("/" + alias + "/waits").put(key, duration);
            return this;
        }

        /** Sets a bound of the hub, such as {@code children} and {@code 300}. */
        public Configuration bound(String key, long amount) {
            root.withObject("/bounds").put(key, amount);
            return this;
        }

        /** Makes the hub one of several nodes, which the others reach at this port of loopback. */
        public Configuration replica(int port, String sealKey) {
            root.withObject("/seals").putArray("keys").add(sealKey);
            root.withObject("/replicas").put("listen", "127.0.0.1:" + port);
            return this;
        }

        /** Says what may be assumed of repeating calls of a tool, such as {@code read-only}. */
        public Configuration trust(String alias, String tool, String trust) {
            servers.withObject("/" + alias + "/tools/" + tool).put("trust", trust);
            return this;
        }

        /** Lets a caller in who shows the key of this hash. */
        public Configuration key(String name, String hash) {
            root.withArray("/keys").addObject().put("name", name).put("hash", hash);
            return this;
        }

        /** The file's text. */
        public String text() {
            return root.toPrettyString();
        }
    }
}
