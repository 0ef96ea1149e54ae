package dev.nave.hub.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.configuration.Target.Wire;
import dev.nave.hub.manifest.Manifest.Listed;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What others publish as a manifest, in all the forms they do. */
final class ManifestReaderTest {
    private static final URI PLACE = URI.create("https://hub.example/.well-known/mcp/manifest.json");

    @Test
    void aListOfServersIsTakenInItsOrder() {
        assertThat(read("""
            {"servers": [
              {"name": "one", "url": "https://one.example/mcp", "transport": "streamable-http"},
              {"id": "two", "endpoint": "https://two.example/sse", "type": "sse"},
              {"name": "three", "url": "wss://three.example/ws"},
              {"name": "four", "url": "/servers/four/mcp"}]}
            """).servers())
                .containsExactly(
                        listed("one", "https://one.example/mcp", Wire.HTTP),
                        listed("two", "https://two.example/sse", Wire.SSE),
                        listed("three", "wss://three.example/ws", Wire.WEBSOCKET),
                        listed("four", "https://hub.example/servers/four/mcp", Wire.AUTO));
    }

    @Test
    void aMappingIsTakenAsClientsHaveItAndAPlainUrlIsEnough() {
        assertThat(read("""
            {"mcpServers": {
              "one": {"serverUrl": "https://one.example/mcp"},
              "two": "https://two.example/mcp",
              "off": {"url": "https://off.example/mcp", "disabled": true}}}
            """).servers())
                .containsExactly(
                        listed("one", "https://one.example/mcp", Wire.AUTO),
                        listed("two", "https://two.example/mcp", Wire.AUTO));
        assertThat(read("{\"servers\": {\"one\": {\"sseUrl\": \"/sse\"}}}").servers())
                .containsExactly(listed("one", "https://hub.example/sse", Wire.SSE));
    }

    @Test
    void ofSeveralEndpointsTheBestWireIsTakenWithItsHeaders() {
        assertThat(read("""
            {"servers": [
              {"name": "registry", "remotes": [
                {"type": "sse", "url": "https://r.example/sse"},
                {"type": "streamable-http", "url": "https://r.example/mcp", "headers": [{"name": "X-A", "value": "1"}]}]},
              {"name": "mapped", "headers": {"X-B": "2"},
               "endpoints": {"sse": "/sse", "websocket": "wss://hub.example/ws"}},
              {"name": "nested", "transport": {"type": "sse", "url": "/events"}}]}
            """).servers())
                .containsExactly(
                        new Listed("registry", URI.create("https://r.example/mcp"), Wire.HTTP, Map.of("X-A", "1")),
                        new Listed("mapped", URI.create("wss://hub.example/ws"), Wire.WEBSOCKET, Map.of("X-B", "2")),
                        listed("nested", "https://hub.example/events", Wire.SSE));
    }

    @Test
    void aManifestOfOneEndpointIsOneServer() {
        assertThat(read("{\"name\": \"proxy\", \"tools\": [], \"endpoint\": \"/mcp\","
                                + " \"endpointURL\": \"https://proxy.example/mcp\"}")
                        .servers())
                .containsExactly(listed("proxy", "https://proxy.example/mcp", Wire.AUTO));
    }

    @Test
    void theAnswersOfARegistryAreTaken() {
        assertThat(read("{\"servers\": [{\"server\": {\"name\": \"io.example/one\", \"remotes\": [{\"type\":"
                                + " \"streamable-http\", \"url\": \"https://one.example/mcp\"}]}, \"_meta\": {}}]}")
                        .servers())
                .containsExactly(listed("io.example/one", "https://one.example/mcp", Wire.HTTP));
    }

    @Test
    void nothingIsRunAndNoOtherSchemeIsFollowed() {
        Manifest manifest = read("""
            {"servers": [
              {"name": "program", "command": "rm", "args": ["-rf", "/"]},
              {"name": "file", "url": "file:///etc/passwd"},
              {"name": "socket", "url": "http+unix://%2Frun%2Fdocker.sock/mcp"},
              {"name": "user", "url": "https://me:secret@one.example/mcp"},
              {"name": "odd", "url": "https://one.example/mcp", "type": "carrier-pigeon"},
              {"name": "none"}, 7, {"url": "https://nameless.example/mcp"}]}
            """);
        assertThat(manifest.servers()).isEmpty();
        assertThat(manifest.flaws())
                .hasSize(8)
                .anySatisfy(flaw -> assertThat(flaw).contains("program", "which is not done"))
                .anySatisfy(flaw -> assertThat(flaw).contains("odd", "carrier-pigeon"))
                .noneSatisfy(flaw -> assertThat(flaw).contains("secret"));
    }

    @Test
    void headersThatReferToValuesOrAreTheHubsOwnAreLeftOut() {
        Manifest manifest = read("""
            {"servers": [{"name": "one", "url": "https://one.example/mcp", "headers": {
              "X-Env": "Bearer ${env:HOME}", "X-Template": "{token}", "Host": "other.example",
              "Mcp-Session-Id": "x", "X-Break": "a\\r\\nX-B: c", "bad name": "x", "X-Number": 7, "X-Good": "yes"}}]}
            """);
        assertThat(manifest.servers().getFirst().headers()).containsExactly(Map.entry("X-Good", "yes"));
        assertThat(manifest.flaws()).hasSize(7);
    }

    @Test
    void moreServersThanAreTakenAreCounted() {
        String many = "{\"servers\": {\"a\": \"https://a.example\", \"b\": \"https://b.example\", \"c\":"
                + " \"https://c.example\"}}";
        assertThat(ManifestReader.read(many.getBytes(StandardCharsets.UTF_8), PLACE, 2))
                .isInstanceOfSatisfying(Manifest.Reading.Understood.class, understood -> {
                    assertThat(understood.manifest().servers()).hasSize(2);
                    assertThat(understood.manifest().flaws())
                            .singleElement()
                            .asString()
                            .contains("1 servers beyond");
                });
    }

    @Test
    void whatIsNoManifestIsSaidToBeNone() {
        for (String text :
                List.of("", "<html>", "{\"servers\": ", "{}", "{\"servers\": \"one\"}", "true", "\"text\"")) {
            assertThat(ManifestReader.read(text.getBytes(StandardCharsets.UTF_8), PLACE, 10))
                    .as(text)
                    .isInstanceOf(Manifest.Reading.Senseless.class);
        }
    }

    private static Listed listed(String name, String url, Wire wire) {
        return new Listed(name, URI.create(url), wire, Map.of());
    }

    private static Manifest read(String text) {
        Manifest.Reading reading = ManifestReader.read(text.getBytes(StandardCharsets.UTF_8), PLACE, 100);
        assertThat(reading).isInstanceOf(Manifest.Reading.Understood.class);
        return ((Manifest.Reading.Understood) reading).manifest();
    }
}
