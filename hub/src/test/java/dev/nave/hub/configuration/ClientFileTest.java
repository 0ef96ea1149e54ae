package dev.nave.hub.configuration;

import static dev.nave.hub.configuration.Readings.good;
import static dev.nave.hub.configuration.Readings.json;
import static dev.nave.hub.configuration.Readings.problems;
import static dev.nave.hub.configuration.Readings.tolerated;
import static dev.nave.hub.configuration.Readings.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.configuration.Target.Address;
import dev.nave.hub.configuration.Target.Command;
import dev.nave.hub.configuration.Target.Remote;
import dev.nave.hub.configuration.Target.Wire;
import dev.nave.hub.secret.Secret;
import java.net.URI;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ClientFileTest {

    @Test
    void theFileOfClaudeDesktopIsTakenWithWarnings() {
        Reading reading = json("""
            {
              "globalShortcut": "Ctrl+Space",
              "mcpServers": {
                "filesystem": {
                  "command": "npx",
                  "args": ["-y", "@modelcontextprotocol/server-filesystem", "/data"],
                  "autoApprove": ["read_file"],
                  "timeout": 60
                },
                "Sequential Thinking (v2)": {"command": "npx", "args": ["-y", "x"], "disabled": true}
              }
            }
            """);
        assertThat(tolerated(reading).servers())
                .extracting(ServerSettings::name)
                .containsExactly("filesystem", "Sequential-Thinki-9a4781");
        assertThat(tolerated(reading).servers())
                .extracting(ServerSettings::enabled)
                .containsExactly(true, false);
        assertThat(warnings(reading))
                .containsExactly(
                        "mcp.json:2:3: The key 'globalShortcut' means nothing to Nave and is left out.",
                        "mcp.json:7:7: The key 'autoApprove' means nothing to Nave and is left out.",
                        "mcp.json:8:7: The key 'timeout' means nothing to Nave and is left out.",
                        "mcp.json:10:5: The server 'Sequential Thinking (v2)' is called 'Sequential-Thinki-9a4781'"
                                + " here: names are at most 24 letters, digits, '-' and single '_'.");
    }

    @Test
    void theFileOfClaudeCodeIsTakenWithItsVariables() {
        assertThat(good(json("""
            {"mcpServers": {"api": {
              "type": "http",
              "url": "${API_BASE:-https://api.example.com}/mcp",
              "headers": {"Authorization": "Bearer ${TOKEN}"}}}}
            """)).server("api").orElseThrow().target())
                .isInstanceOfSatisfying(Remote.class, remote -> {
                    assertThat(remote.place()).isEqualTo("${env:API_BASE}/mcp");
                    assertThat(remote.address(Readings.values(remote)))
                            .isEqualTo(new Address(URI.create("https://api.example.com/mcp"), Wire.HTTP));
                    assertThat(Readings.values(remote)
                                    .of(Objects.requireNonNull(remote.headers().get("authorization"))))
                            .isEqualTo(Secret.of("Bearer t0p-s3cret"));
                });
    }

    @Test
    void theFileOfVisualStudioCodeIsTakenWithItsComments() {
        Reading reading = json("""
            {
              // what it asks people for
              "inputs": [{"type": "promptString", "id": "key", "password": true}],
              "servers": {
                "everything": {"type": "stdio", "command": "npx", "args": ["-y", "x",]},
                "remote": {"type": "sse", "url": "https://example.com/sse"},
              },
            }
            """);
        assertThat(warnings(reading))
                .containsExactly("mcp.json:3:3: The key 'inputs' means nothing to Nave and is left out.");
        assertThat(tolerated(reading).server("everything").orElseThrow().target())
                .isInstanceOf(Command.class);
        assertThat(tolerated(json("{\"mcp\": {\"servers\": {\"a\": {\"command\": \"a\"}}}}"))
                        .servers())
                .hasSize(1);
        assertThat(problems(json("""
            {"servers": {"a": {"command": "a", "env": {"KEY": "${input:key}"}}}}
            """))).singleElement().asString().contains("${input:key} asks a person");
    }

    @Test
    void otherNamesOfTheUrlAreUnderstood() {
        assertThat(good(json("{\"mcpServers\": {\"a\": {\"serverUrl\": \"https://example.com/\"}}}"))
                        .server("a")
                        .orElseThrow()
                        .target())
                .isInstanceOf(Remote.class);
    }

    @Test
    void aSlipInAClientsFileIsPointedOut() {
        Reading reading = json("{\"mcpServers\": {\"a\": {\"comand\": \"a\"}}}");
        assertThat(warnings(reading)).singleElement().asString().contains("did you mean 'command'?");
        assertThat(problems(reading)).singleElement().asString().contains("neither command nor url");
    }

    @Test
    void aJsonFileWithAKeyOfNavesIsItsOwnAndTakenAtItsWord() {
        assertThat(problems(json(
                        "{\"names\": \"plain\", \"mcpServers\": {\"a\": {\"command\": \"a\", \"autoApprove\": []}}}")))
                .singleElement()
                .asString()
                .startsWith("mcp.json:1:57: Unknown key 'autoApprove'");
        assertThat(problems(json("{\"names\": \"dot\", \"names\": \"dot\"}")))
                .containsExactly("mcp.json:1:18: The key 'names' is there already, in line 1: keep one of them.");
    }
}
