package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process that is started and then reached at a URL. */
class CompanionTest {
    private final TestWires wires = new TestWires();
    private final FakeSite site = new FakeSite();
    private final HeardFeed feed = new HeardFeed();

    @AfterEach
    void stop() {
        wires.close();
        site.close();
    }

    @Test
    void theConnectionLivesAsLongAsTheProcess() throws Exception {
        site.script = new ModernSite(visit -> visit.status(405));
        try (Connection connection = wires.connect(settings(site.url()), feed)) {
            assertThat(connection.opening().revision().isModern()).isTrue();
            wires.children.getFirst().die("it ended with status 1");
            assertThat(feed.next("lost")).contains("status 1");
        }
    }

    @Test
    void theProcessLivesAsLongAsTheConnection() throws Exception {
        site.script = new ModernSite(visit -> visit.status(405));
        wires.connect(settings(site.url()), feed).close();
        assertThat(wires.children.getFirst().isGone()).isTrue();
        assertThat(feed.has("lost")).isFalse();
    }

    @Test
    void aProcessThatEndsBeforeItsUrlAnswersIsNotWaitedFor() {
        URI nowhere = URI.create("http://127.0.0.1:1/mcp");
        wires.born = child -> {
            child.lastWords = "port in use";
            child.die("it ended with status 1");
        };
        assertThatThrownBy(() -> wires.connect(settings(nowhere), feed))
                .isInstanceOf(ConnectFailure.class)
                .hasMessageContaining("port in use");
    }

    private static ServerSettings settings(URI url) {
        return ServerSettings.of(
                "files", new Target.CommandWithUrl(Target.Command.of("program"), Target.Remote.at(url)));
    }
}
