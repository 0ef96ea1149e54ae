package dev.nave.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.Child;
import dev.nave.e2e.HubProcess;
import dev.nave.e2e.HubProcess.Configuration;
import dev.nave.e2e.replicas.Rounds.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two hubs as processes of their own, in front of one legacy server that asks; clients talk now to one, now to the other. */
final class ReplicasTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final int WRONG_CONFIGURATION = 2;

    /** How the hubs reach the server. */
    enum Wire {
        STDIO,
        HTTP
    }

    @TempDir
    Path directory;

    private final List<HubProcess> hubs = new ArrayList<>();
    private AskingServer server;

    @BeforeEach
    void open() throws IOException {
        server = new AskingServer();
    }

    @AfterEach
    void close() throws IOException {
        hubs.forEach(HubProcess::close);
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void aCallIsAnsweredThroughWhicheverHubItsClientComesBackTo(Wire wire) throws Exception {
        String one = hub(wire).url();
        String other = hub(wire).url();
        Rounds client = new Rounds("book");
        Outcome first = client.call(one);
        assertThat(first.asked()).contains("first");
        Outcome second = client.answer(other, first, "Ada");
        assertThat(second.asked()).contains("second");
        assertThat(second.told().getFirst().path("params").path("progressToken").asString())
                .isEqualTo("p");
        assertThat(client.answer(other, first, "Ada").asked())
                .as("the same once more")
                .contains("second");
        assertThat(client.answer(other, second, "Bea").text()).isEqualTo("Ada and Bea");
        assertThat(server.calls("book")).isOne();
    }

    @ParameterizedTest
    @EnumSource
    void aSessionLivesOnWhicheverHubItsMessagesReach(Wire wire) throws Exception {
        HubProcess home = hub(wire);
        String one = home.url();
        String other = hub(wire).url();
        try (Session session = Session.open(one)) {
            assertThat(session.call(other, "book", List.of(one, other))).isEqualTo("first and second");
            assertThat(server.calls("book")).isOne();
            kill(home);
            assertThat(session.call(other, "book", List.of(other, other))).isEqualTo("first and second");
            assertThat(server.calls("book")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatGoesWithItsHubFailsUnlessItsToolIsTrusted(Wire wire) throws Exception {
        HubProcess owner = hub(wire);
        String other = hub(wire).url();
        Rounds changing = new Rounds("book");
        Rounds reading = new Rounds("look");
        Outcome booked = changing.answer(owner.url(), changing.call(owner.url()), "Ada");
        Outcome looked = reading.answer(owner.url(), reading.call(owner.url()), "Ada");
        kill(owner);
        Outcome lost = changing.answer(other, booked, "Bea");
        assertThat(lost.isToolError()).isTrue();
        assertThat(lost.text()).contains("is gone, and the call was not repeated");
        assertThat(server.calls("book")).isOne();
        assertThat(reading.answer(other, looked, "Bea").text()).isEqualTo("Ada and Bea");
        assertThat(server.calls("look")).isEqualTo(2);
    }

    @Test
    void aNodeThatHasNoKeysToShareDoesNotStart() throws Exception {
        Path file = Files.writeString(
                directory.resolve("nave.yaml"), "replicas:\n  address: http://node-1:8421\nmcpServers: {}\n");
        List<String> command = new ArrayList<>(HubProcess.command());
        command.addAll(List.of("serve", file.toString()));
        try (Child hub = Child.start("the hub", command, Map.of(), directory)) {
            assertThat(hub.awaitEnd(PATIENCE)).isEqualTo(WRONG_CONFIGURATION);
            assertThat(hub.output()).contains("nave.yaml:2:", "Expected seals.keys beside replicas");
        }
    }

    private HubProcess hub(Wire wire) throws Exception {
        Configuration configuration = new Configuration("plain").replica(freePort(), KEY);
        switch (wire) {
            case STDIO -> configuration.stdio("asks", server.command());
            case HTTP -> configuration.http("asks", server.url());
        }
        configuration.trust("asks", "look", "read-only");
        HubProcess hub = HubProcess.start(directory, configuration);
        hubs.add(hub);
        return hub;
    }

    private static void kill(HubProcess hub) throws Exception {
        hub.handle().destroyForcibly();
        hub.handle().onExit().get();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
