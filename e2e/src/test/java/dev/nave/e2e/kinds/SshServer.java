package dev.nave.e2e.kinds;

import dev.nave.e2e.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** An OpenSSH server on loopback with keys of its own, which lets the current user in by a key made for it. */
final class SshServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LISTENING = Pattern.compile("Server listening on");

    private final Child sshd;
    private final Path directory;
    private final int port;

    private SshServer(Child sshd, Path directory, int port) {
        this.sshd = sshd;
        this.directory = directory;
        this.port = port;
    }

    static SshServer start(Path parent) throws IOException, InterruptedException {
        Path program = Installed.program("sshd", "openssh-server");
        Installed.program("ssh", "openssh-client");
        if (System.getProperty("user.name").equals("root")) {
            // Where an sshd of root separates its privileges; a package makes it when it starts its service.
            Files.createDirectories(Path.of("/run/sshd"));
        }
        Path directory = Files.createTempDirectory(parent, "ssh");
        makeKey(directory.resolve("host"));
        makeKey(directory.resolve("user"));
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
        Child sshd = Child.start(
                "sshd", List.of(program.toString(), "-D", "-e", "-f", configuration.toString()), Map.of(), directory);
        try {
            sshd.awaitLine(LISTENING, PATIENCE);
        } catch (AssertionError | InterruptedException e) {
            sshd.close();
            throw e;
        }
        Files.writeString(
                directory.resolve("known_hosts"),
                "[127.0.0.1]:" + port + " " + Files.readString(directory.resolve("host.pub")));
        return new SshServer(sshd, directory, port);
    }

    /** How to get there, in JSON. */
    String definition() {
        return """
            {"host": "127.0.0.1", "port": %d, "identity": "%s", "knownHosts": "%s"}
            """.formatted(port, directory.resolve("user"), directory.resolve("known_hosts"))
                .strip();
    }

    /** Breaks off every connection. */
    void breakOff() {
        sshd.handle().children().forEach(ProcessHandle::destroyForcibly);
    }

    private static void makeKey(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Installed.program("ssh-keygen", "openssh-client").toString(),
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-f",
                        file.toString())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("No key could be made at " + file);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        sshd.close();
    }
}
