package dev.nave.e2e.crowd;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One client of 2026-07-28 with one connection, as light as can be. For one thread. */
final class Visitor implements AutoCloseable {
    private static final int BUFFER = 512;

    private final URI place;
    private final Socket socket = new Socket();
    private final InputStream input;
    private boolean chunked;
    private int left;
    private boolean events;

    Visitor(URI place) throws IOException {
        this.place = place;
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(place.getHost(), place.getPort()));
        input = new BufferedInputStream(socket.getInputStream(), BUFFER);
    }

    /** Posts a request and reads the head of its answer. */
    void post(String method, String name, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String named = name.isEmpty() ? "" : "Mcp-Name: " + name + "\r\n";
        String head = "POST " + place.getPath() + " HTTP/1.1\r\nHost: " + place.getAuthority()
                + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream"
                + "\r\nMCP-Protocol-Version: 2026-07-28\r\nMcp-Method: " + method + "\r\n" + named
                + "Content-Length: " + bytes.length + "\r\n\r\n";
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(bytes);
        socket.getOutputStream().write(whole.toByteArray());
        String status = line();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("expected 200, got " + status);
        }
        left = 0;
        chunked = false;
        events = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                left = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding: chunked")) {
                chunked = true;
            } else if (lower.startsWith("content-type: text/event-stream")) {
                events = true;
            }
        }
    }

    /** The next message of the answer; null at its end. */
    @Nullable
    String next() throws IOException {
        if (!events) {
            return left == 0 ? null : text();
        }
        while (true) {
            StringBuilder line = new StringBuilder();
            int read = body();
            while (read >= 0 && read != '\n') {
                line.append((char) read);
                read = body();
            }
            if (read < 0) {
                return null;
            }
            if (line.indexOf("data: ") == 0) {
                return new String(line.substring(6).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
        }
    }

    /** The last message of the answer, after which the connection is free again. */
    String last() throws IOException {
        String last = "";
        for (String message = next(); message != null; message = next()) {
            last = message;
        }
        return last;
    }

    private String text() throws IOException {
        byte[] bytes = input.readNBytes(left);
        left = 0;
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The next byte of a chunked body; negative at its end. */
    private int body() throws IOException {
        if (!chunked) {
            return -1;
        }
        if (left == 0) {
            String size = line();
            left = Integer.parseInt(size.isEmpty() ? line() : size, 16);
            if (left == 0) {
                line();
                chunked = false;
                return -1;
            }
        }
        left--;
        int read = input.read();
        if (read < 0) {
            throw new EOFException("the hub closed the connection");
        }
        return read;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("the hub closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
