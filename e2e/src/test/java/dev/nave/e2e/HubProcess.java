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
final class HubProcess implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("ready at (http://\\S+)");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Child child;
    private final String url;

    private HubProcess(Child child, String url) {
        this.child = child;
        this.url = url;
    }

    /** Starts a hub on any free port of loopback, and waits until it listens. */
    static HubProcess start(Path directory, Configuration configuration) throws IOException, InterruptedException {
        Path file = Files.writeString(Files.createTempFile(directory, "hub", ".json"), configuration.text());
        List<String> command = new ArrayList<>(command());
        command.addAll(List.of("serve", file.toString(), "--http", "127.0.0.1:0"));
        Child child = Child.start("the hub", command, Map.of(), directory);
        try {
            return new HubProcess(child, child.awaitLine(URL, PATIENCE).group(1));
        } catch (AssertionError | InterruptedException e) {
            child.close();
            throw e;
        }
    }

    /** What starts the program, to be followed by its arguments. */
    static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.nave.app.Nave");
    }

    String url() {
        return url;
    }

    /** What the hub said last. */
    String output() {
        return child.output();
    }

    ProcessHandle handle() {
        return child.handle();
    }

    @Override
    public void close() {
        child.close();
    }

    /** A configuration file in the making. */
    static final class Configuration {
        private final ObjectNode root = new JsonMapper().createObjectNode();
        private final ObjectNode servers;

        /** A configuration with a style of names, like {@code plain} or {@code prefix}. */
        Configuration(String names) {
            root.put("names", names);
            servers = root.putObject("mcpServers");
        }

        Configuration http(String alias, String url) {
            servers.putObject(alias).put("url", url);
            return this;
        }

        Configuration stdio(String alias, List<String> command) {
            ObjectNode server = servers.putObject(alias).put("command", command.getFirst());
            command.subList(1, command.size()).forEach(server.putArray("args")::add);
            return this;
        }

        String text() {
            return root.toPrettyString();
        }
    }
}
