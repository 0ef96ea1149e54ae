package dev.nave.app.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where commands find the hub of a configuration. */
final class OwnDoorTest {
    /** Short, for the path of a socket. */
    private Path home = Path.of("");

    private Path file = Path.of("");
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void settle() throws IOException {
        home = Files.createTempDirectory(Path.of("/tmp"), "n").toRealPath();
        file = Files.writeString(home.resolve("nave.yaml"), "mcpServers: {}\n");
        environment = Map.of("XDG_STATE_HOME", home.resolve("state").toString());
    }

    @AfterEach
    void leaveNothing() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            all.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
        }
    }

    @Test
    void aHubIsFoundByItsFilesForAsLongAsItListens() throws IOException {
        Path socket = place();
        assertThat(found(file)).isEmpty();
        try (ServerSocketChannel _ = listen(socket)) {
            Path link = Files.createSymbolicLink(home.resolve("link.yaml"), file);
            assertThat(found(file)).isEqualTo(OwnDoor.url(socket)).isEqualTo(found(link));
            assertThat(found(file)).startsWith("http+unix://%2Ftmp%2Fn").endsWith("/mcp");
            Path other = Files.copy(file, home.resolve("other.yaml"));
            assertThat(found(other)).isEmpty();
            assertThat(found(file, other)).isEmpty();
        }
        assertThat(socket).exists();
        assertThat(found(file)).isEmpty();
    }

    @Test
    void whatIsInNoFileOrInOneThatIsMissingHasNone() {
        assertThat(OwnDoor.place(List.of(), environment)).isEmpty();
        assertThat(OwnDoor.place(List.of(home.resolve("missing.yaml")), environment))
                .isEmpty();
    }

    @Test
    void aDirectoryThatIsALinkProvesNothing() throws IOException {
        Path socket = place();
        Path run = home.resolve("state/nave/run");
        Path elsewhere = Files.move(run, home.resolve("elsewhere"));
        try (ServerSocketChannel _ = listen(elsewhere.resolve(socket.getFileName()))) {
            Files.createSymbolicLink(run, elsewhere);
            assertThat(socket).exists();
            assertThat(found(file)).isEmpty();
        }
    }

    private Path place() {
        return OwnDoor.place(List.of(file), environment).orElseThrow();
    }

    private String found(Path... files) {
        return OwnDoor.find(List.of(files), environment).orElse("");
    }

    private static ServerSocketChannel listen(Path socket) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return channel.bind(UnixDomainSocketAddress.of(socket));
    }
}
