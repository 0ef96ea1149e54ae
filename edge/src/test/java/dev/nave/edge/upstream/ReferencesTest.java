package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.credential.Credentials;
import dev.nave.hub.secret.Reference;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.SecretUnavailable;
import dev.nave.hub.secret.Secrets;
import dev.nave.hub.secret.Template;
import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of references when a server is started. */
class ReferencesTest {
    private final TestWires wires = new TestWires();

    @AfterEach
    void close() {
        wires.close();
    }

    @Test
    void aMissingSecretFailsItsServerInWordsThatSayWhatToDo() {
        ConnectFailure failure = failure(
                (reference, reader) -> {
                    throw new SecretUnavailable(
                            "there is no secret 'x' in the store", "Set it: nave secret set x", true);
                },
                new Target.Command(Template.of("program"), List.of(reference("x")), Map.of(), Optional.empty()));
        assertThat(failure)
                .hasMessage("Server 'files': ${secret:x} (nave.yaml:3:4) cannot be had: there is no secret 'x' in the"
                        + " store. Set it: nave secret set x");
        assertThat(failure.isWorthRetrying()).isTrue();
        assertThat(wires.children).isEmpty();
    }

    @Test
    void whatMakesNoUrlOrNoHeaderIsSaidWithoutIt() {
        Target nowhere = new Target.Remote(reference("x"), Map.of(), Target.Wire.AUTO);
        assertThat(failure((reference, reader) -> Secret.of("t0p s3cret"), nowhere))
                .hasMessageContaining("Expected a URL such as https://example.com/mcp")
                .hasMessageContaining("${secret:x}")
                .hasMessageNotContaining("s3cret");
        Target twoLines = new Target.Remote(
                Template.of("http://127.0.0.1:9/"), Map.of("X-Key", reference("x")), Target.Wire.AUTO);
        assertThat(failure((reference, reader) -> Secret.of("t0p\ns3cret"), twoLines))
                .hasMessageContaining("The value of the header X-Key has control characters")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aUrlIsKnownToBeAWebSocketOnceItIsFound() {
        Target socket = new Target.Remote(reference("x"), Map.of(), Target.Wire.AUTO);
        wires.script = (child, message) -> child.die("it ended");
        assertThat(failure((reference, reader) -> Secret.of("ws://127.0.0.1:9/ws"), socket))
                .isNotNull();
        assertThat(wires.children).isNotEmpty();
    }

    @Test
    void theLastWordsOfAServerDoNotTellWhatItWasGiven() {
        wires.script = (child, message) -> {
            child.lastWords = "cannot sign in with t0p-s3cret";
            child.die("it ended");
        };
        Target child = new Target.Command(Template.of("program"), List.of(reference("x")), Map.of(), Optional.empty());
        assertThat(failure((reference, reader) -> Secret.of("t0p-s3cret"), child))
                .hasMessageContaining("cannot sign in with (secret)")
                .hasMessageNotContaining("t0p-s3cret");
    }

    private ConnectFailure failure(Secrets secrets, Target target) {
        UpstreamConnector connector = new UpstreamConnector(
                wires, secrets, Credentials.NONE, Json.EMPTY_OBJECT, Bounds.defaults(), Time.SYSTEM);
        return assertThatExceptionOfType(ConnectFailure.class)
                .isThrownBy(() -> connector.connect(ServerSettings.of("files", target), new HeardFeed()))
                .actual();
    }

    private static Template reference(String name) {
        return Template.of(List.of(Reference.of("secret", name)), "nave.yaml:3:4");
    }
}
