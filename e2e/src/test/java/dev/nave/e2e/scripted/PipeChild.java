package dev.nave.e2e.scripted;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One child of a {@link PipeServer}: every line it reads is a message for the script, on a thread of its own. */
public final class PipeChild implements AutoCloseable {
    private final Script script;
    private final Socket socket;
    private final DataInputStream fromChild;
    private final DataOutputStream toChild;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private volatile long process;

    PipeChild(Script script, Socket socket) throws IOException {
        this.script = script;
        this.socket = socket;
        socket.setTcpNoDelay(true);
        fromChild = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        toChild = new DataOutputStream(socket.getOutputStream());
    }

    /** Writes these bytes to standard output and flushes them. */
    public void write(byte[] bytes) throws IOException {
        PipeRelay.send(toChild, PipeRelay.OUTPUT, bytes);
    }

    /** Writes a text to standard error. */
    public void complain(String text) throws IOException {
        PipeRelay.send(toChild, PipeRelay.ERRORS, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Closes standard output; the process lives on. */
    public void closeOutput() throws IOException {
        PipeRelay.send(toChild, PipeRelay.CLOSE_OUTPUT, new byte[0]);
    }

    /** Closes standard input; the process lives on. */
    public void closeInput() throws IOException {
        PipeRelay.send(toChild, PipeRelay.CLOSE_INPUT, new byte[0]);
    }

    /** Ends by itself. */
    public void exit(int code) throws IOException {
        PipeRelay.send(toChild, PipeRelay.EXIT, new byte[] {(byte) code});
    }

    /** Is killed, as by {@code kill -9}. */
    public void kill() {
        ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Ends the child by hanging up. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    void run() {
        try (socket) {
            while (true) {
                int operation = fromChild.readByte();
                byte[] bytes = fromChild.readNBytes(fromChild.readInt());
                switch (operation) {
                    case PipeRelay.PROCESS -> process = Long.parseLong(new String(bytes, StandardCharsets.US_ASCII));
                    case PipeRelay.INPUT -> take(bytes);
                    case PipeRelay.INPUT_ENDED -> exit(0);
                    default -> throw new IOException("No operation " + operation);
                }
            }
        } catch (IOException e) {
            // The child ended.
        }
    }

    private void take(byte[] bytes) {
        for (byte next : bytes) {
            if (next != '\n') {
                line.write(next);
                continue;
            }
            Call call = new Call(line.toByteArray());
            line.reset();
            Thread.ofVirtual().name("scripted call").start(call::run);
        }
    }

    /** A message that came as a line. */
    public final class Call implements Received {
        private final byte[] bytes;
        /** Read when first asked for, since many look again and again. */
        private volatile @Nullable Spelled message;

        private Call(byte[] bytes) {
            this.bytes = bytes;
        }

        /** The process that was given it. */
        public PipeChild child() {
            return PipeChild.this;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public Spelled message() {
            Spelled known = message;
            if (known == null) {
                known = Spelled.of(bytes);
                message = known;
            }
            return known;
        }

        @Override
        public void send(byte[] message) throws IOException {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.write(message);
            whole.write('\n');
            write(whole.toByteArray());
        }

        @Override
        public void answer(byte[] response) throws IOException {
            send(response);
        }

        @Override
        public void awaitGone(Duration patience) throws InterruptedException {
            script.awaitCancelled(this, patience);
        }

        private void run() {
            try {
                script.receive(this);
            } catch (IOException e) {
                // The child ended before it could answer: that is what these tests are about.
            } catch (Exception e) {
                throw new IllegalStateException("A scripted server failed", e);
            }
        }
    }
}
