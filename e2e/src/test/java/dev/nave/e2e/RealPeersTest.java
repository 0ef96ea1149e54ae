package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real servers behind one hub, used by real clients: those of the TypeScript SDK 1.x, those of 2.x in its modern, legacy
 * and automatic modes, that of the Java SDK, and the bridges mcp-remote and mcp-proxy in front and behind.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RealPeersTest {
    /** The kind of each server behind the hub, by its alias. */
    private static final Map<String, String> KINDS = Map.of(
            "old", "sdk",
            "old-pipe", "sdk",
            "new", "sdk",
            "new-pipe", "sdk",
            "java", "java",
            "proxied", "proxied",
            "remote", "sdk",
            "everything", "everything",
            "files", "files");

    private Running running;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        NodeTools tools = NodeTools.installed();
        Path home = Files.createDirectory(directory.resolve("home")).toRealPath();
        List<Fixture.Listening> listening = List.of(
                Fixture.script(tools, "peers/sdk1-server.mjs", "--http", "0"),
                Fixture.script(tools, "peers/sdk2-server.mjs", "--http", "0"),
                Fixture.script(
                        tools,
                        "peers/mcp-proxy.mjs",
                        tools.node(),
                        tools.script("peers/sdk1-server.mjs").toString(),
                        "--stdio"));
        HubProcess.Configuration configuration = new HubProcess.Configuration("prefix")
                .http("old", listening.get(0).url())
                .stdio("old-pipe", tools.command(tools.script("peers/sdk1-server.mjs"), "--stdio"))
                .http("new", listening.get(1).url())
                .stdio("new-pipe", tools.command(tools.script("peers/sdk2-server.mjs"), "--stdio"))
                .stdio("java", javaServer())
                .http("proxied", listening.get(2).url())
                .stdio(
                        "remote",
                        tools.command(
                                tools.module("mcp-remote/dist/proxy.js"),
                                listening.get(0).url(),
                                "--allow-http",
                                "--transport",
                                "http-only"))
                .stdio("everything", tools.command(official(tools, "everything"), "stdio"))
                .stdio("files", tools.command(official(tools, "filesystem"), home.toString()));
        running = new Running(tools, directory, home, listening, HubProcess.start(directory, configuration));
    }

    @AfterAll
    void stop() {
        running.hub.close();
        running.listening.forEach(Fixture.Listening::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "old", "modern", "auto"})
    void aClientOfTheSdkCanUseThemAll(String mode) throws Exception {
        assertAllWork(mode, List.of(running.hub.url()));
    }

    @Test
    void aClientBehindMcpRemoteCanUseThemAll() throws Exception {
        NodeTools tools = running.tools;
        assertAllWork(
                "legacy",
                tools.command(
                        tools.module("mcp-remote/dist/proxy.js"),
                        running.hub.url(),
                        "--allow-http",
                        "--transport",
                        "http-only"));
    }

    @Test
    void aClientBehindMcpProxyCanUseWhatItPassesOn() throws Exception {
        NodeTools tools = running.tools;
        List<String> nave = new ArrayList<>(HubProcess.command());
        nave.addAll(List.of("stdio", "--url", running.hub.url()));
        try (Fixture.Listening proxy = Fixture.script(tools, "peers/mcp-proxy.mjs", nave.toArray(String[]::new))) {
            Map<String, String> troubles = new TreeMap<>();
            for (String alias : List.of("old", "new", "old-pipe", "new-pipe")) {
                new Features(tools)
                        .ofPeer("legacy", alias, "proxied", Map.of(), List.of(proxy.url()))
                        .forEach((feature, trouble) -> {
                            if (!trouble.isEmpty()) {
                                troubles.put(alias + ": " + feature, trouble);
                            }
                        });
            }
            assertThat(troubles).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"old", "old-pipe", "new", "new-pipe", "java"})
    void aClientOfTheJavaSdkCanUseThem(String alias) throws Exception {
        try (JavaSdkClient client = new JavaSdkClient(running.hub.url())) {
            client.useAll(alias);
        }
    }

    private static List<String> javaServer() {
        return HubProcess.ofClasses(JavaSdkServer.class.getName(), "-Dlogback.configurationFile=peer-logback.xml");
    }

    private void assertAllWork(String mode, List<String> place) throws Exception {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("FILES_HOME", running.home.toString());
        // Where mcp-remote keeps its records.
        environment.put("MCP_REMOTE_CONFIG_DIR", running.directory.toString());
        Map<String, String> troubles = new TreeMap<>();
        for (var server : KINDS.entrySet()) {
            new Features(running.tools)
                    .ofPeer(mode, server.getKey(), server.getValue(), environment, place)
                    .forEach((feature, trouble) -> {
                        if (!trouble.isEmpty()) {
                            troubles.put(server.getKey() + ": " + feature, trouble);
                        }
                    });
        }
        assertThat(troubles).as(running.hub.output()).isEmpty();
    }

    private static Path official(NodeTools tools, String server) {
        return tools.module("@modelcontextprotocol/server-" + server + "/dist/index.js");
    }

    private record Running(
            NodeTools tools, Path directory, Path home, List<Fixture.Listening> listening, HubProcess hub) {}
}
