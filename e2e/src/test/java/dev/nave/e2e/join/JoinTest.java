package dev.nave.e2e.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.nave.e2e.Child;
import dev.nave.e2e.HubProcess;
import dev.nave.e2e.scripted.PipeClient;
import dev.nave.e2e.scripted.Script.Era;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many clients start {@code nave stdio} for a configuration, its servers run once. */
final class JoinTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private Company company;

    @BeforeEach
    void meet() {
        company = new Company(directory);
    }

    @Test
    void tenClientsThatStartAtOnceShareOneSetOfProcessesUntilTheLastOfThemLeaves() throws Exception {
        Path file = company.configuration("light", "other");
        List<PipeClient> clients = new ArrayList<>();
        try {
            try (ExecutorService starting = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<PipeClient>> started = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    Era era = i % 2 == 0 ? Era.MODERN : Era.LEGACY;
                    started.add(starting.submit(() -> company.answered(company.start(file), era, "light")));
                }
                for (Future<PipeClient> each : started) {
                    clients.add(each.get());
                }
            }
            company.awaitServers(2);
            assertThat(company.files(".sock"))
                    .singleElement()
                    .satisfies(socket -> assertThat(permissions(socket)).isEqualTo("rw-------"))
                    .satisfies(socket ->
                            assertThat(permissions(socket.resolveSibling("."))).isEqualTo("rwx------"));
            // Whoever was first is no better than the others: not even a client that kills what it started harms them.
            clients.removeFirst().close();
            end(clients.removeFirst().handle(), true);
            end(clients.removeFirst().handle(), false);
            for (PipeClient client : clients) {
                company.answered(client, Era.MODERN, "light");
            }
            assertThat(company.servers()).hasSize(2);
        } finally {
            for (PipeClient client : clients) {
                client.close();
            }
        }
        company.awaitServers(0);
        company.awaitNoSocket();
        try (PipeClient again = company.start(file)) {
            company.answered(again, Era.LEGACY, "light");
        }
    }

    @Test
    void aHubThatServesIsJoinedAndWhatItLeavesBehindWhenKilledIsInNobodysWay() throws Exception {
        Path file = company.configuration("light");
        try (HubProcess hub = HubProcess.serve(directory, file);
                Child joined = company.watched(Path.of("nave.yaml"))) {
            joined.tell("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
            joined.awaitLine(Pattern.compile("\"result\""), Company.PATIENCE);
            assertThat(company.servers()).hasSize(1);
            try (PipeClient alone = company.start(file, "--no-join")) {
                company.answered(alone, Era.MODERN, "light");
                company.awaitServers(2);
            }
            company.awaitServers(1);
            end(hub.handle(), true);
            assertThat(joined.awaitEnd(Company.PATIENCE)).isEqualTo(1);
            assertThat(joined.output())
                    .contains("the hub that this client had joined (process "
                            + hub.handle().pid() + ") has ended");
        }
        assertThat(company.files(".sock")).as("left behind").hasSize(1);
        try (PipeClient next = company.start(file)) {
            company.answered(next, Era.MODERN, "light");
        }
    }

    @Test
    void aHubInTheBackgroundThatIsKilledOrToldToStopTakesItsServersWithItAndIsReplaced() throws Exception {
        Path file = company.configuration("light");
        for (boolean killed : List.of(true, false)) {
            try (Child client = company.watched(file)) {
                client.tell("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
                client.awaitLine(Pattern.compile("\"result\""), Company.PATIENCE);
                company.awaitServers(1);
                end(company.hub(), killed);
                assertThat(client.awaitEnd(Company.PATIENCE)).isEqualTo(1);
                assertThat(client.output()).contains("has ended; its log is ").contains("shared.log");
            }
            company.awaitServers(0);
        }
        try (PipeClient next = company.start(file)) {
            company.answered(next, Era.MODERN, "light");
            company.awaitServers(1);
        }
    }

    @Test
    void aHubOfAnotherVersionIsNotJoinedAndRefusesOthersItself() throws Exception {
        Path file = company.configuration("light");
        try (PipeClient first = company.start(file)) {
            company.answered(first, Era.MODERN, "light");
            Path socket = company.files(".sock").getFirst();
            try (SocketChannel stranger = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                stranger.write(ByteBuffer.wrap("nave-join 1 0.0.0-older /\n".getBytes(StandardCharsets.UTF_8)));
                assertThat(all(stranger)).contains("another version");
            }
        }
        company.awaitNoSocket();
        Path socket = Path.of(company.files(".lock").getFirst().toString().replaceFirst("lock$", "sock"));
        try (ServerSocketChannel older = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            older.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofVirtual().start(() -> {
                try (SocketChannel client = older.accept()) {
                    client.read(ByteBuffer.allocate(10_000)); // Else what is unread takes the answer with it.
                    client.write(ByteBuffer.wrap("no is older\n".getBytes(StandardCharsets.UTF_8)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            try (PipeClient alone = company.start(file)) {
                company.answered(alone, Era.MODERN, "light");
            }
        } finally {
            Files.deleteIfExists(socket);
        }
    }

    @Test
    void nobodyElseOnTheMachineIsLetInWhateverTheFilesAllow() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("only root can be somebody else: run this as root")
                .isEqualTo("root");
        Path shared = Files.createTempDirectory(Path.of("/tmp"), "nave-join");
        try {
            Company open = new Company(shared);
            try (PipeClient first = open.start(open.configuration("light"))) {
                open.answered(first, Era.MODERN, "light");
                Path socket = open.files(".sock").getFirst();
                Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
                Path above = shared;
                Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xr-x"));
                for (Path name : shared.relativize(socket.resolveSibling("."))) {
                    above = above.resolve(name);
                    Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
                assertThat(knock(socket)).as("this user").contains("another version");
                assertThat(knock(socket, "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"))
                        .as("another user")
                        .isEqualTo("connected\n");
            }
            open.awaitServers(0);
            open.awaitNoSocket();
        } finally {
            delete(shared);
        }
    }

    @Test
    void aConfigurationThatIsWrongIsSaidToWhoStartedIt() throws Exception {
        Path file = Files.writeString(directory.resolve("wrong.yaml"), "nonsense: 1\n");
        try (Child client = company.watched(file)) {
            assertThat(client.awaitEnd(Company.PATIENCE)).isEqualTo(2);
            assertThat(client.output()).contains("Unknown key 'nonsense'");
        }
        try (Child client = company.watched(directory.resolve("missing.yaml"))) {
            assertThat(client.awaitEnd(Company.PATIENCE)).isEqualTo(2);
            assertThat(client.output()).contains("missing.yaml");
        }
    }

    @Test
    void whereClientsCannotMeetEachRunsByItself() throws Exception {
        Path file = company.configuration("light");
        Files.createDirectories(directory.resolve("state/nave"));
        Files.writeString(directory.resolve("state/nave/run"), "not a directory");
        try (PipeClient one = company.start(file);
                PipeClient other = company.start(file)) {
            company.answered(one, Era.MODERN, "light");
            company.answered(other, Era.LEGACY, "light");
            company.awaitServers(2);
        }
        company.awaitServers(0);
    }

    /** Says a word as an older client would, and answers what came of it. */
    private static String knock(Path socket, String... as) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(as));
        command.addAll(List.of("perl", "-e", """
            use Socket; $| = 1; $SIG{PIPE} = 'IGNORE';
            socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die "socket: $!";
            connect($s, sockaddr_un($ARGV[0])) or die "connect: $!";
            print "connected\\n";
            syswrite($s, "nave-join 1 0.0.0-older /\\n");
            while (sysread($s, my $text, 1000)) { print $text }
            """, socket.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static String all(SocketChannel channel) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(1_000);
        while (channel.read(answer) >= 0) {
            assertThat(answer.hasRemaining()).isTrue();
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void end(ProcessHandle process, boolean forcibly) throws Exception {
        boolean asked = forcibly ? process.destroyForcibly() : process.destroy();
        assertThat(asked).isTrue();
        process.onExit().get();
    }

    private static void delete(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
