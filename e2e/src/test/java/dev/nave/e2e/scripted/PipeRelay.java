package dev.nave.e2e.scripted;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A child process without a will of its own: it hands what comes on standard input to the test that started the hub, over
 * a socket, and does what the test says. Argument: the port. It ends when its input does, or when the test has gone.
 */
public final class PipeRelay {
    /** Child to test: its process id; bytes of standard input; the end of it. */
    static final int PROCESS = 'P';

    static final int INPUT = 'D';
    static final int INPUT_ENDED = 'E';

    /** Test to child: bytes for standard output and standard error; close a pipe; end with a code. */
    static final int OUTPUT = 'W';

    static final int ERRORS = 'R';
    static final int CLOSE_OUTPUT = 'O';
    static final int CLOSE_INPUT = 'I';
    static final int EXIT = 'X';

    private PipeRelay() {}

    /** Runs until the end of standard input. */
    public static void main(String[] arguments) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]))) {
            socket.setTcpNoDelay(true);
            DataOutputStream toTest = new DataOutputStream(socket.getOutputStream());
            send(toTest, PROCESS, Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
            Thread.ofPlatform().daemon().start(() -> handOver(System.in, toTest));
            obey(new DataInputStream(new BufferedInputStream(socket.getInputStream())));
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    static void send(DataOutputStream output, int operation, byte[] bytes) throws IOException {
        synchronized (output) {
            output.writeByte(operation);
            output.writeInt(bytes.length);
            output.write(bytes);
            output.flush();
        }
    }

    private static void handOver(InputStream input, DataOutputStream toTest) {
        try {
            byte[] buffer = new byte[64 << 10];
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                send(toTest, INPUT, Arrays.copyOf(buffer, count));
            }
            send(toTest, INPUT_ENDED, new byte[0]);
        } catch (IOException e) {
            // Its input was closed on cue: it lives on until the test or the hub ends it.
        }
    }

    private static void obey(DataInputStream fromTest) throws IOException {
        while (true) {
            int operation = fromTest.readByte();
            byte[] bytes = fromTest.readNBytes(fromTest.readInt());
            switch (operation) {
                case OUTPUT -> write(System.out, bytes);
                case ERRORS -> write(System.err, bytes);
                case CLOSE_OUTPUT -> System.out.close();
                case CLOSE_INPUT -> System.in.close();
                case EXIT -> Runtime.getRuntime().halt(bytes[0]);
                default -> throw new IOException("No operation " + operation);
            }
        }
    }

    private static void write(OutputStream output, byte[] bytes) throws IOException {
        output.write(bytes);
        output.flush();
    }
}
