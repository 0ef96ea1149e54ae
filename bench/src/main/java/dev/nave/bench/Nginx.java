package dev.nave.bench;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** nginx as the floor: a proxy that knows nothing of MCP. One process, so that its CPU is in one place. */
final class Nginx {
    private Nginx() {}

    static Optional<Path> find() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Subject start(URI upstream) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path directory = Files.createTempDirectory("bench-nginx");
        String text = """
            daemon off; master_process off; worker_processes 1; pid %1$s/pid; error_log stderr crit;
            events { worker_connections 1024; }
            http {
              access_log off; keepalive_requests 100000000;
              client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f;
              uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
              upstream server { server %2$s:%3$d; keepalive 256; keepalive_requests 100000000; }
              server { listen 127.0.0.1:%4$d;
                location / { proxy_pass http://server; proxy_http_version 1.1; proxy_set_header Connection "";
                  proxy_set_header Host %2$s:%3$d; } }
            }
            """.formatted(directory, upstream.getHost(), upstream.getPort(), port);
        Path configuration = Files.writeString(directory.resolve("nginx.conf"), text);
        // nginx says nothing when it is up, so the shell says where it will be before it becomes nginx.
        Subject subject = Subject.start(
                List.of(
                        "sh",
                        "-c",
                        "echo listening $0; exec \"$1\" -c \"$2\"",
                        "http://127.0.0.1:" + port + upstream.getPath(),
                        find().orElseThrow().toString(),
                        configuration.toString()),
                Subject.LISTENING);
        awaitOpen(port);
        return subject;
    }

    private static void awaitOpen(int port) throws IOException {
        for (int tries = 0; tries < 1_000; tries++) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (ConnectException notYet) {
                LockSupport.parkNanos(10_000_000);
            }
        }
        throw new IOException("Expected nginx to listen on port " + port + " within 10 s");
    }
}
