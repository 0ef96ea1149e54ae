package dev.nave.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Calls over keep-alive connections of its own, as cheap as the JDK's sockets allow. */
final class Load {
    private final URI uri;
    private final String headers;
    private final IntFunction<String> body;
    private final @Nullable UnaryOperator<String> next;

    /**
     * @param headers lines of HTTP, each ended by CR LF
     * @param body of the calls of one connection, by its number: ids of one session must differ
     */
    Load(URI uri, String headers, IntFunction<String> body) {
        this(uri, headers, body, null);
    }

    private Load(URI uri, String headers, IntFunction<String> body, @Nullable UnaryOperator<String> next) {
        this.uri = uri;
        this.headers = headers;
        this.body = body;
        this.next = next;
    }

    /** The same, but each call is two: the second one is made from the answer to the first. */
    Load then(UnaryOperator<String> second) {
        return new Load(uri, headers, body, second);
    }

    /**
     * What came of a run.
     *
     * @param nanos latency of every call, sorted
     * @param seconds how long it took
     * @param failures calls that had no 200
     */
    record Outcome(long[] nanos, double seconds, long failures) {
        long calls() {
            return nanos.length;
        }

        double millis(double quantile) {
            return nanos.length == 0 ? 0 : nanos[(int) Math.min(nanos.length - 1, nanos.length * quantile)] / 1e6;
        }
    }

    /** As many connections as given, each calling again as soon as it has its answer, for this long. */
    Outcome closed(int connections, double seconds) throws InterruptedException {
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        return run(connections, begin, connection -> {
            while (System.nanoTime() < end) {
                connection.call(System.nanoTime());
            }
        });
    }

    /** Calls at a fixed rate whether or not the one before was answered; latency counts from when a call was due. */
    Outcome open(int connections, double perSecond, double seconds) throws InterruptedException {
        long begin = System.nanoTime();
        long calls = (long) (perSecond * seconds);
        AtomicLong next = new AtomicLong();
        return run(connections, begin, connection -> {
            for (long call = next.getAndIncrement(); call < calls; call = next.getAndIncrement()) {
                long due = begin + (long) (call * 1e9 / perSecond);
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                connection.call(due);
            }
        });
    }

    private Outcome run(int connections, long begin, Work work) throws InterruptedException {
        List<Connection> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Connection connection = new Connection(i);
            all.add(connection);
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    connection.open();
                    work.run(connection);
                } catch (IOException | RuntimeException e) {
                    connection.failures++; // The connection ended, or its answer was not what it is to be.
                } finally {
                    connection.close();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long[] nanos = all.stream()
                .flatMapToLong(each -> Arrays.stream(each.nanos, 0, each.calls))
                .sorted()
                .toArray();
        return new Outcome(
                nanos, seconds, all.stream().mapToLong(each -> each.failures).sum());
    }

    private interface Work {
        void run(Connection connection) throws IOException;
    }

    /** One connection, used by one thread. */
    private final class Connection {
        private final byte[] request;
        private Socket socket = new Socket();
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
        private long[] nanos = new long[1 << 12];
        private int calls;
        private long failures;

        Connection(int number) {
            request = request(body.apply(number));
        }

        private byte[] request(String text) {
            byte[] content = text.getBytes(StandardCharsets.UTF_8);
            String head = "POST " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getHost() + ":" + uri.getPort()
                    + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n" + headers
                    + "Content-Length: " + content.length + "\r\n\r\n";
            byte[] start = head.getBytes(StandardCharsets.UTF_8);
            byte[] whole = Arrays.copyOf(start, start.length + content.length);
            System.arraycopy(content, 0, whole, start.length, content.length);
            return whole;
        }

        void open() throws IOException {
            socket = new Socket(uri.getHost(), uri.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(60_000);
            in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
            out = socket.getOutputStream();
        }

        void call(long from) throws IOException {
            out.write(request);
            boolean ok = answered();
            if (ok && next != null) {
                out.write(request(next.apply(answer.toString(StandardCharsets.UTF_8))));
                ok = answered();
            }
            if (!ok) {
                failures++;
            }
            if (calls == nanos.length) {
                nanos = Arrays.copyOf(nanos, calls * 2);
            }
            nanos[calls++] = System.nanoTime() - from;
        }

        private boolean answered() throws IOException {
            boolean ok = line().contains(" 200");
            int length = 0;
            boolean chunked = false;
            for (String header = line(); !header.isEmpty(); header = line()) {
                String lower = header.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(lower.substring(15).strip());
                }
                chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
            }
            answer.reset();
            if (chunked) {
                for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                    part(size);
                    line();
                }
                line();
            } else {
                part(length);
            }
            return ok;
        }

        private void part(int size) throws IOException {
            if (next == null) {
                in.skipNBytes(size);
            } else {
                answer.writeBytes(in.readNBytes(size));
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder(64);
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("the connection ended");
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }

        void close() {
            try {
                socket.close();
            } catch (IOException e) {
                // Closed is closed.
            }
        }
    }
}
