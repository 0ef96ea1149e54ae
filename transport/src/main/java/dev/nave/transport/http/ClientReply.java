package dev.nave.transport.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** An answer whose body is read by one thread; any thread may close it. */
final class ClientReply implements HttpReply {
    /** What is set aside for a body of unknown length; what its sender announces is believed up to the other. */
    private static final int PIECE = 2 << 10;

    private static final int MOST_AT_ONCE = 64 << 10;

    private final ClassicHttpResponse response;
    private final LeasedConnection lease;
    private final HttpClientConnection connection;
    private final @Nullable TimeValue keep;
    private final InputStream content;
    private final long announced;
    private @Nullable EventReader events;
    private @Nullable Duration readWait;
    private volatile boolean ended;
    private volatile boolean closed;

    /**
     * @param lease of the connection the answer comes over
     * @param keep how long that can be used again once the answer was read; null when it cannot
     */
    ClientReply(
            ClassicHttpResponse response,
            LeasedConnection lease,
            HttpClientConnection connection,
            @Nullable TimeValue keep)
            throws IOException {
        this.response = response;
        this.lease = lease;
        this.connection = connection;
        this.keep = keep;
        HttpEntity entity = response.getEntity();
        this.content = entity == null ? InputStream.nullInputStream() : entity.getContent();
        this.announced = entity == null ? 0 : entity.getContentLength();
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
    public List<String> headers(String name) {
        return Arrays.stream(response.getHeaders(name))
                .map(Header::getValue)
                .filter(Objects::nonNull)
                .map(String::strip)
                .toList();
    }

    @Override
    public boolean isStream() {
        Header type = response.getFirstHeader("Content-Type");
        return type != null && MediaType.is(type.getValue(), "text/event-stream");
    }

    @Override
    public byte[] body(int most, Duration wait) throws IOException {
        long end = System.nanoTime() + wait.toNanos();
        byte[] body = new byte[announced < 0 ? PIECE : (int) Math.min(announced, Math.min(most, MOST_AT_ONCE))];
        int size = 0;
        try {
            while (true) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new SocketTimeoutException();
                }
                setReadWait(Duration.ofNanos(left));
                if (size == body.length && size != announced) {
                    body = Arrays.copyOf(body, Math.max(2 * size, PIECE));
                }
                int read = size == announced ? -1 : content.read(body, size, body.length - size);
                if (read < 0) {
                    end();
                    return size == body.length ? body : Arrays.copyOf(body, size);
                }
                size += read;
                if (size > most) {
                    throw new IOException("Expected a body of at most " + most + " bytes, got more");
                }
            }
        } catch (SocketTimeoutException late) {
            throw failed(new SocketTimeoutException(
                    "Expected the whole body within " + wait.toMillis() + " ms, got " + size + " bytes"));
        } catch (IOException broken) {
            throw failed(broken);
        }
    }

    @Override
    public @Nullable SentEvent next(int most, Duration silence) throws IOException {
        EventReader reader = events;
        if (reader == null) {
            reader = new EventReader(content);
            events = reader;
        }
        try {
            if (!silence.equals(readWait)) {
                setReadWait(silence);
            }
            SentEvent event = reader.next(most);
            if (event == null) {
                end();
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
            lease.discard();
        }
    }

    private void end() {
        ended = true;
        lease.giveBack(keep);
    }

    private void setReadWait(Duration wait) {
        readWait = wait;
        connection.setSocketTimeout(Timeout.ofMilliseconds(Math.clamp(wait.toMillis(), 1, Integer.MAX_VALUE)));
    }

    private IOException failed(IOException failure) {
        boolean asked = closed || lease.isStopped();
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
