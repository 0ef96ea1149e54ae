package dev.nave.transport.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** An answer whose body is read by one thread; any thread may close it. */
final class ClientReply implements HttpReply {
    private static final int PIECE = 16 << 10;

    private final ClientSending sending;
    private final ClassicHttpResponse response;
    private final HttpClientContext context;
    private final InputStream content;
    private final EventReader events;
    private @Nullable Duration readWait;
    private volatile boolean ended;
    private volatile boolean closed;

    ClientReply(ClientSending sending, ClassicHttpResponse response, HttpClientContext context) throws IOException {
        this.sending = sending;
        this.response = response;
        this.context = context;
        HttpEntity entity = response.getEntity();
        this.content = entity == null ? InputStream.nullInputStream() : entity.getContent();
        this.events = new EventReader(content);
    }

    @Override
    public int status() {
        return response.getCode();
    }

    @Override
    public Optional<String> header(String name) {
        Header header = response.getFirstHeader(name);
        return header == null
                ? Optional.empty()
                : Optional.ofNullable(header.getValue()).map(String::strip);
    }

    @Override
    public boolean isStream() {
        return header("Content-Type")
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter("text/event-stream"::equals)
                .isPresent();
    }

    @Override
    public byte[] body(int most, Duration wait) throws IOException {
        long end = System.nanoTime() + wait.toNanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        try {
            while (true) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new SocketTimeoutException();
                }
                setReadWait(Duration.ofNanos(left));
                int read = content.read(piece);
                if (read < 0) {
                    ended = true;
                    return body.toByteArray();
                }
                body.write(piece, 0, read);
                if (body.size() > most) {
                    throw new IOException("Expected a body of at most " + most + " bytes, got more");
                }
            }
        } catch (SocketTimeoutException late) {
            throw failed(new SocketTimeoutException(
                    "Expected the whole body within " + wait.toMillis() + " ms, got " + body.size() + " bytes"));
        } catch (IOException broken) {
            throw failed(broken);
        }
    }

    @Override
    public @Nullable SentEvent next(int most, Duration silence) throws IOException {
        try {
            if (!silence.equals(readWait)) {
                setReadWait(silence);
            }
            SentEvent event = events.next(most);
            if (event == null) {
                ended = true;
            }
            return event;
        } catch (SocketTimeoutException late) {
            throw failed(new SocketTimeoutException(
                    "Expected something on the stream within " + silence.toMillis() + " ms, got nothing"));
        } catch (IOException broken) {
            throw failed(broken);
        }
    }

    /** Gives the connection back when the answer was read whole, else closes it: a read elsewhere ends at once. */
    @Override
    public void close() {
        closed = true;
        if (!ended) {
            sending.abort();
        }
    }

    private void setReadWait(Duration wait) {
        readWait = wait;
        ConnectionKeeper.setReadWait(
                context, Timeout.ofMilliseconds(Math.clamp(wait.toMillis(), 1, Integer.MAX_VALUE)));
    }

    private IOException failed(IOException failure) {
        boolean asked = closed || sending.isAborted();
        close();
        if (asked) {
            return new InterruptedIOException("The answer was closed while it was read");
        }
        if (failure instanceof SocketTimeoutException) {
            return failure;
        }
        return new IOException("The answer broke off: " + failure.getMessage(), failure);
    }
}
