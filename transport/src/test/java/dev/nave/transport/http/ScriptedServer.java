package dev.nave.transport.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP server that does exactly what a script says, byte for byte, and so can misbehave: break off, stay silent, drip,
 * send nonsense. The script runs on a virtual thread for every connection; what it does not answer stays unanswered, and
 * the connection closes when it returns. Each request is also kept for {@link #take}.
 */
public final class ScriptedServer implements AutoCloseable {
    private static final int WAIT_SECONDS = 30;

    private final ServerSocket listening;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Received> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<Connection> ended = new LinkedBlockingQueue<>();

    /** What one connection is to see. */
    @FunctionalInterface
    public interface Script {
        void run(Connection connection) throws IOException, InterruptedException;
    }

    /** A request as it came; header names in lower case, the last of several values. */
    public record Received(String method, String target, Map<String, String> headers, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }
    }

    public ScriptedServer(Script script) throws IOException {
        this.script = script;
        this.listening = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("scripted-server").start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** The next request in order of arrival; waits for it. */
    public Received take() throws InterruptedException {
        Received request = requests.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("Expected a request within " + WAIT_SECONDS + " s, got none");
        }
        return request;
    }

    /** How many requests came that nobody took. */
    public int waiting() {
        return requests.size();
    }

    /** Waits until some connection's script has ended, which a peer that closes can bring about. */
    public void awaitEnd() throws InterruptedException {
        if (ended.poll(WAIT_SECONDS, TimeUnit.SECONDS) == null) {
            throw new AssertionError("Expected a connection to end within " + WAIT_SECONDS + " s");
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().name("scripted-connection").start(() -> run(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void run(Socket socket) {
        try (socket) {
            Connection connection = new Connection(socket, requests);
            try {
                script.run(connection);
            } finally {
                ended.add(connection);
            }
        } catch (IOException peerIsGone) {
            // The script was told, and ended with it.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /** One connection, for the script. */
    public static final class Connection {
        private final Socket socket;
        private final InputStream in;
        private final BlockingQueue<Received> requests;

        private Connection(Socket socket, BlockingQueue<Received> requests) throws IOException {
            this.socket = socket;
            this.in = new java.io.BufferedInputStream(socket.getInputStream());
            this.requests = requests;
            socket.setTcpNoDelay(true);
        }

        /** Reads the next request whole. */
        public Received request() throws IOException {
            String[] line = line().split(" ", 3);
            Map<String, String> headers = new TreeMap<>();
            for (String header = line(); !header.isEmpty(); header = line()) {
                int colon = header.indexOf(':');
                headers.put(
                        header.substring(0, colon).toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).strip());
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            Received request = new Received(line[0], line[1], headers, in.readNBytes(length));
            requests.add(request);
            return request;
        }

        /** Writes bytes as they are. */
        public Connection write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        }

        public Connection write(String text) throws IOException {
            return write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** A whole answer with a length. */
        public Connection answer(int status, String contentType, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return write("HTTP/1.1 " + status + " Scripted\r\nContent-Type: " + contentType + "\r\nContent-Length: "
                            + bytes.length + "\r\n\r\n")
                    .write(bytes);
        }

        /** The head of a stream, chunked; extra header lines without their ends. */
        public Connection openStream(String... headerLines) throws IOException {
            List<String> lines = new ArrayList<>(
                    List.of("HTTP/1.1 200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked"));
            lines.addAll(List.of(headerLines));
            return write(String.join("\r\n", lines) + "\r\n\r\n");
        }

        /** One chunk of a chunked body. */
        public Connection chunk(byte[] bytes) throws IOException {
            ByteArrayOutputStream chunk = new ByteArrayOutputStream();
            chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunk.writeBytes(bytes);
            chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            return write(chunk.toByteArray());
        }

        public Connection chunk(String text) throws IOException {
            return chunk(text.getBytes(StandardCharsets.UTF_8));
        }

        /** The orderly end of a chunked body. */
        public Connection endChunks() throws IOException {
            return write("0\r\n\r\n");
        }

        /** Waits until the peer closes its side; what it sends meanwhile is dropped. */
        public void awaitPeerGone() {
            try {
                while (in.read() >= 0) {
                    // Dropped.
                }
            } catch (IOException reset) {
                // Gone the hard way.
            }
        }

        /** Closes with a reset instead of an orderly end. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("the peer closed after '" + line + "'");
                }
                line.write(next);
            }
            return line.toString(StandardCharsets.UTF_8).stripTrailing();
        }
    }
}
