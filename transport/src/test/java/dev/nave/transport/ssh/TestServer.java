package dev.nave.transport.ssh;

import static org.assertj.core.api.Assertions.fail;

import dev.nave.transport.child.Errand;
import dev.nave.transport.child.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** An OpenSSH server on loopback with keys of its own, which lets the current user in by a key made for it. */
final class TestServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path PRIVILEGES = Path.of("/run/sshd");

    private final Process process;
    private final int port;
    private final Path directory;

    private TestServer(Process process, int port, Path directory) {
        this.process = process;
        this.port = port;
        this.directory = directory;
    }

    static TestServer start(Path directory) throws Exception {
        Path sshd = assumeThere();
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(PRIVILEGES);
        }
        makeKey(directory.resolve("host"));
        makeKey(directory.resolve("user"));
        while (true) {
            int port = freePort();
            Path configuration = Files.writeString(directory.resolve("sshd_config"), """
                Port %d
                ListenAddress 127.0.0.1
                HostKey "%s"
                AuthorizedKeysFile "%s"
                PidFile none
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                PermitRootLogin prohibit-password
                """.formatted(
                            port, directory.resolve("host"), directory.resolve("user.pub")));
            Process process = new ProcessBuilder(sshd.toString(), "-D", "-e", "-f", configuration.toString())
                    .redirectErrorStream(true)
                    .start();
            TestServer server = new TestServer(process, port, directory);
            if (server.isListening()) {
                Files.writeString(
                        server.knownHosts(),
                        "[127.0.0.1]:" + port + " " + Files.readString(directory.resolve("host.pub")));
                return server;
            }
            server.close();
        }
    }

    int port() {
        return port;
    }

    Path identity() {
        return directory.resolve("user");
    }

    Path knownHosts() {
        return directory.resolve("known hosts");
    }

    /** The process that serves the one connection there is. */
    List<ProcessHandle> sessions() {
        return process.children().toList();
    }

    static void makeKey(Path file) throws IOException, InterruptedException {
        Map<String, String> environment = System.getenv();
        String program = Programs.find("ssh-keygen", environment).orElseThrow().toString();
        Errand.Answer made = Errand.run(
                List.of(program, "-q", "-t", "ed25519", "-N", "", "-f", file.toString()), environment, PATIENCE);
        if (made.code() != 0) {
            throw new IOException(made.errors());
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What else it says goes unread until it fills its pipe, far beyond what these tests make it say. */
    private boolean isListening() throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> said = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.add(line);
            if (line.startsWith("Server listening on")) {
                return true;
            }
        }
        if (said.stream().noneMatch(line -> line.contains("Address already in use"))) {
            throw new IOException("sshd does not start: " + said);
        }
        return false;
    }

    private static Path assumeThere() {
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin");
        boolean there = Programs.find("sshd", environment).isPresent()
                && Programs.find("ssh", environment).isPresent();
        String advice = "no SSH here: install the packages openssh-server and openssh-client";
        if (!there && "true".equals(System.getenv("CI"))) {
            fail(advice);
        }
        Assumptions.assumeTrue(there, advice);
        return Programs.find("sshd", environment).orElseThrow();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
