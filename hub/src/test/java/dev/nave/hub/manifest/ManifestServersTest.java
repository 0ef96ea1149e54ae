package dev.nave.hub.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.NameStyle;
import dev.nave.hub.configuration.Selection;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Target.Remote;
import dev.nave.hub.configuration.Target.Wire;
import dev.nave.hub.manifest.Manifest.Listed;
import dev.nave.hub.secret.Template;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which servers become of a manifest, and what they are told. */
final class ManifestServersTest {
    private static final Template KEY = Template.of("Bearer key-of-the-publisher");

    @Test
    void onlyTheSameOriginLearnsWhatThePublisherIsTold() {
        List<ServerSettings> servers = made(
                        "https://hub.example/manifest.json",
                        Selection.ALL,
                        listed("same", "https://HUB.example:443/mcp"),
                        listed("socket", "wss://hub.example/ws"),
                        listed("plain", "http://hub.example/mcp"),
                        listed("port", "https://hub.example:8443/mcp"),
                        listed("sub", "https://a.hub.example/mcp"),
                        listed("like", "https://hub.example.evil.example/mcp"))
                .configuration()
                .servers();
        assertThat(servers)
                .filteredOn(server -> remote(server).headers().containsKey("Authorization"))
                .extracting(ServerSettings::name)
                .containsExactly("same", "socket");
    }

    @Test
    void whatIsSaidOfOneServerHoldsForItAndTheOperatorHasTheLastWord() {
        Target.Manifest target = new Target.Manifest(
                new Remote(Template.of("https://hub.example/m"), Map.of("Authorization", KEY), Wire.HTTP),
                Target.Manifest.REFRESH,
                Selection.ALL,
                Map.of("told", Map.of("authorization", Template.of("mine"))),
                NameStyle.PREFIX);
        Listed own =
                new Listed("own", URI.create("https://hub.example/own"), Wire.AUTO, Map.of("authorization", "theirs"));
        Listed told = new Listed(
                "told", URI.create("https://other.example/told"), Wire.AUTO, Map.of("Authorization", "theirs"));
        List<ServerSettings> servers = new ManifestServers(
                        ServerSettings.of("fleet", target),
                        target,
                        URI.create("https://hub.example/m"),
                        Bounds.defaults())
                .of(new Manifest(List.of(own, told), List.of()))
                .configuration()
                .servers();
        assertThat(remote(servers.get(0)).headers()).containsEntry("Authorization", Template.of("theirs"));
        assertThat(remote(servers.get(1)).headers()).containsEntry("Authorization", Template.of("mine"));
    }

    @Test
    void somebodyElsewhereHasNoBusinessWithThisMachine() {
        ManifestServers.Made made = made(
                "https://hub.example/manifest.json",
                Selection.ALL,
                listed("loop", "http://127.0.0.1:9000/mcp"),
                listed("name", "http://localhost/mcp"),
                listed("six", "http://[::1]:9000/mcp"),
                listed("cloud", "http://169.254.169.254/latest"),
                listed("good", "https://good.example/mcp"));
        assertThat(made.configuration().servers())
                .extracting(ServerSettings::name)
                .containsExactly("good");
        assertThat(made.notes()).hasSize(4).allSatisfy(note -> assertThat(note).contains("this machine's own"));
        assertThat(made("http://127.0.0.1:1/m", Selection.ALL, listed("loop", "http://localhost:9000/mcp"))
                        .configuration()
                        .servers())
                .hasSize(1);
    }

    @Test
    void namesThatDoNotFitAreMadeToFitAndTheSecondOfTwoIsLeftOut() {
        ManifestServers.Made made = made(
                "https://hub.example/m",
                Selection.ALL,
                listed("io.example/one", "https://one.example/mcp"),
                listed("my_files", "https://two.example/mcp"),
                listed("My-Files", "https://three.example/mcp"),
                listed("hub", "https://four.example/mcp"));
        assertThat(made.configuration().servers()).hasSize(3).allSatisfy(server -> assertThat(server.name())
                .matches(ServerSettings.NAME));
        assertThat(made.notes()).singleElement().asString().contains("My-Files", "another of that name");
    }

    @Test
    void patternsSpeakOfServersAndOfToolsAndDenyingWins() {
        Selection selection = new Selection(List.of("git*", "files/read_*"), List.of("gitlab", "*/delete_*"));
        assertThat(List.of("github", "gitlab", "files", "other").stream().filter(selection::takes))
                .containsExactly("github", "files");
        ServerSettings github = tools(selection, "github");
        assertThat(github.offers("search")).isTrue();
        assertThat(github.offers("delete_repo")).isFalse();
        ServerSettings files = tools(selection, "files");
        assertThat(files.offers("read_text")).isTrue();
        assertThat(files.offers("write")).isFalse();
        assertThat(tools(new Selection(List.of(), List.of("files/*")), "other").offers("any"))
                .isTrue();
        assertThat(new Selection(List.of(), List.of("files/*")).takes("files")).isFalse();
    }

    private static ServerSettings tools(Selection selection, String server) {
        ServerSettings settings = ServerSettings.of("fleet", Remote.at(URI.create("https://x.example")));
        return settings.as(server, settings.target(), selection.rules(server));
    }

    private static ManifestServers.Made made(String place, Selection selection, Listed... servers) {
        Target.Manifest target = new Target.Manifest(
                new Remote(Template.of(place), Map.of("Authorization", KEY), Wire.HTTP),
                Target.Manifest.REFRESH,
                selection,
                Map.of(),
                NameStyle.PREFIX);
        return new ManifestServers(ServerSettings.of("fleet", target), target, URI.create(place), Bounds.defaults())
                .of(new Manifest(List.of(servers), List.of()));
    }

    private static Listed listed(String name, String url) {
        return new Listed(name, URI.create(url), Wire.AUTO, Map.of());
    }

    private static Remote remote(ServerSettings server) {
        return (Remote) server.target();
    }
}
