package dev.nave.e2e.scripted;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One HTTP request of a client on a connection of its own, and what comes back. Used by one thread. */
public final class Post implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Socket socket;
    private final HttpReader reader;
    private final StringBuilder buffered = new StringBuilder();
    private HttpReader.Head head = new HttpReader.Head("", Map.of());
    private String lastEventId = "";
    private boolean ended;

    private Post(Socket socket) throws IOException {
        this.socket = socket;
        reader = new HttpReader(socket.getInputStream());
    }

    /** Sends a request with a body in as many chunks as there are parts, each in a packet of its own. */
    public static Post send(String url, String verb, Map<String, String> headers, List<byte[]> parts)
            throws IOException {
        URI address = URI.create(url);
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        Post post = new Post(socket);
        try {
            post.write(address, verb, headers, parts);
            return post;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The status; waits for the head of the response. */
    public int status() throws IOException {
        awaitHead();
        return Integer.parseInt(head.first().split(" ")[1]);
    }

    /** A header of the response. */
    public Optional<String> header(String name) throws IOException {
        awaitHead();
        return head.header(name);
    }

    /** The next message of the response, be it a stream or one body; nothing at its end. */
    public Optional<byte[]> message() throws IOException {
        awaitHead();
        if (header("Content-Type")
                .filter(type -> type.startsWith("text/event-stream"))
                .isEmpty()) {
            byte[] body = ended ? new byte[0] : reader.body(head);
            ended = true;
            return body.length == 0 ? Optional.empty() : Optional.of(body);
        }
        while (true) {
            int end = buffered.indexOf("\n\n");
            if (end >= 0) {
                String event = buffered.substring(0, end);
                buffered.delete(0, end + 2);
                Optional<byte[]> data = data(event);
                if (data.isPresent()) {
                    return data;
                }
                continue;
            }
            byte[] chunk = ended ? new byte[0] : reader.chunk();
            if (chunk.length == 0) {
                ended = true;
                return Optional.empty();
            }
            buffered.append(new String(chunk, StandardCharsets.ISO_8859_1).replace("\r\n", "\n"));
        }
    }

    /**
     * The response of the request: what came before it is passed over.
     *
     * @throws IOException when the stream ends without one
     */
    public byte[] response() throws IOException {
        for (var message = message(); message.isPresent(); message = message()) {
            Spelled spelled = Spelled.of(message.get());
            if (spelled.at("result").isPresent() || spelled.at("error").isPresent()) {
                return message.get();
            }
        }
        throw new IOException("The answer ended without a response: " + head);
    }

    /** The id of the last event of the stream; empty when none had one. */
    public String lastEventId() {
        return lastEventId;
    }

    /** Hangs up. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void awaitHead() throws IOException {
        if (head.first().isEmpty()) {
            head = reader.head().orElseThrow(() -> new IOException("The hub closed the connection without an answer"));
        }
    }

    private Optional<byte[]> data(String event) {
        StringBuilder data = new StringBuilder();
        for (String line : event.split("\n")) {
            if (line.startsWith("id:")) {
                lastEventId = line.substring(3).strip();
            } else if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(line.substring(5).stripLeading());
            }
        }
        return data.isEmpty() ? Optional.empty() : Optional.of(data.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private void write(URI address, String verb, Map<String, String> headers, List<byte[]> parts) throws IOException {
        StringBuilder text = new StringBuilder(verb + " " + address.getPath() + " HTTP/1.1\r\n");
        text.append("Host: ").append(address.getAuthority()).append("\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        text.append(
                switch (parts.size()) {
                    case 0 -> "";
                    case 1 -> "Content-Length: " + parts.getFirst().length + "\r\n";
                    default -> "Transfer-Encoding: chunked\r\n";
                });
        OutputStream output = socket.getOutputStream();
        output.write(Messages.utf8(text + "\r\n"));
        if (parts.size() == 1) {
            output.write(parts.getFirst());
        } else if (parts.size() > 1) {
            for (byte[] part : parts) {
                output.write(chunk(part));
                output.flush();
            }
            output.write(Messages.utf8("0\r\n\r\n"));
        }
        output.flush();
    }

    private static byte[] chunk(byte[] part) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes(Messages.utf8(Integer.toHexString(part.length) + "\r\n"));
        chunk.writeBytes(part);
        chunk.writeBytes(Messages.utf8("\r\n"));
        return chunk.toByteArray();
    }
}
