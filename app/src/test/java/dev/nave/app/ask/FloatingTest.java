package dev.nave.app.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.configuration.ConfigurationReader;
import dev.nave.hub.configuration.Reading;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FloatingTest {
    @Test
    void an_image_that_is_used_and_not_named_by_its_digest_is_noted() {
        assertThat(notes("""
            mcpServers:
              tagged: { container: "example/search:1" }
              pinned: { container: "example/search@sha256:%s" }
              both: { container: { image: example/web, network: full }, url: "http://127.0.0.1:1/mcp" }
              unused: { container: "example/search:1", enabled: false }
              child: { command: a }
            """.formatted("0".repeat(64))))
                .satisfiesExactly(
                        note -> assertThat(note).startsWith("tagged runs the image example/search:1"),
                        note -> assertThat(note).startsWith("both runs the image example/web"));
    }

    private static List<String> notes(String text) {
        Reading reading = new ConfigurationReader(Map.of()).read(Path.of("nave.yaml"), text);
        if (!(reading instanceof Reading.Read read)) {
            throw new AssertionError(reading);
        }
        return Floating.notes(read.configuration());
    }
}
