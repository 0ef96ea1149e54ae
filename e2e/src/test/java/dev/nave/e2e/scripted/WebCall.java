package dev.nave.e2e.scripted;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message that came as a POST. Its answer is one JSON body, or a stream once something was sent before. */
public final class WebCall implements Received {
    private final Script script;
    private final Socket socket;
    private final HttpReader.Head head;
    private final byte[] body;
    /** Read when first asked for, since many look again and again. */
    private volatile @Nullable Spelled message;

    private boolean streaming;
    private boolean answered;

    WebCall(Script script, Socket socket, HttpReader.Head head, byte[] body) {
        this.script = script;
        this.socket = socket;
        this.head = head;
        this.body = body;
    }

    @Override
    public byte[] bytes() {
        return body;
    }

    @Override
    public Spelled message() {
        Spelled known = message;
        if (known == null) {
            known = Spelled.of(body);
            message = known;
        }
        return known;
    }

    /** The first line of the request, such as {@code POST /mcp HTTP/1.1}. */
    public String line() {
        return head.first();
    }

    /** A header of the request. */
    public Optional<String> header(String name) {
        return head.header(name);
    }

    /** Answers with a body of any kind and keeps the connection. */
    public void status(int status, String contentType, String text) throws IOException {
        answered = true;
        write(head(status, contentType, text.getBytes(StandardCharsets.UTF_8).length) + text);
    }

    /** Writes bytes as they are, which may be no HTTP at all. */
    public void write(byte[] bytes) throws IOException {
        OutputStream output = socket.getOutputStream();
        output.write(bytes);
        output.flush();
    }

    /** Writes text as it is. */
    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Breaks the connection off. */
    public void breakOff() throws IOException {
        socket.close();
    }

    /** Opens a stream of events, with which the hub has the answer's headers. */
    public void open() throws IOException {
        if (!streaming) {
            streaming = true;
            open("text/event-stream");
        }
    }

    /** Opens a body of unknown length, to be given chunk by chunk and {@link #finish finished}. */
    public void open(String contentType) throws IOException {
        write("HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    /** Ends a body that was given chunk by chunk. */
    public void finish() throws IOException {
        answered = true;
        write("0\r\n\r\n");
    }

    /** Writes a part of the body, in a chunk of its own. */
    public void chunk(byte[] part) throws IOException {
        write(Integer.toHexString(part.length) + "\r\n");
        write(part);
        write("\r\n");
    }

    @Override
    public void send(byte[] message) throws IOException {
        open();
        String text = new String(message, StandardCharsets.UTF_8);
        String event = "event: message\ndata: " + String.join("\ndata: ", text.split("\r\n|\r|\n")) + "\n\n";
        chunk(event.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void answer(byte[] response) throws IOException {
        if (streaming) {
            send(response);
            finish();
            return;
        }
        answered = true;
        write(head(200, "application/json", response.length));
        write(response);
    }

    @Override
    public void awaitGone(Duration patience) throws IOException, InterruptedException {
        if (script.era() == Script.Era.LEGACY) {
            script.awaitCancelled(this, patience);
            return;
        }
        socket.setSoTimeout((int) patience.toMillis());
        try {
            if (socket.getInputStream().read() >= 0) {
                throw new AssertionError("Expected the hub to close the connection, it sent more on it");
            }
        } catch (SocketTimeoutException e) {
            socket.setSoTimeout(0);
            throw new AssertionError("The hub did not close the connection within " + patience, e);
        } catch (IOException e) {
            // Reset: gone as well.
        }
    }

    boolean isAnswered() {
        return answered;
    }

    private String head(int status, String contentType, int length) {
        String session = body.length > 0 && method().equals("initialize") ? "Mcp-Session-Id: scripted\r\n" : "";
        String type = contentType.isEmpty() ? "" : "Content-Type: " + contentType + "\r\n";
        String size = status == 204 ? "" : "Content-Length: " + length + "\r\n";
        return "HTTP/1.1 " + status + " Scripted\r\n" + type + session + size + "\r\n";
    }
}
