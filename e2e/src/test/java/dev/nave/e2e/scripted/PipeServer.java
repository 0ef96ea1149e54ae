package dev.nave.e2e.scripted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A scripted server over standard input and output. The hub starts its {@link #command()} as often as it likes; each child
 * hands what it reads to this object and writes what it is told.
 */
public final class PipeServer implements AutoCloseable {
    private final Script script;
    private final ServerSocket listener;
    private final List<PipeChild> children = new CopyOnWriteArrayList<>();

    /** Waits for children from now on. */
    public PipeServer(Script script) throws IOException {
        this.script = script;
        listener = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("scripted pipe server").start(this::accept);
    }

    /** What starts a child. */
    public List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                classes(),
                PipeRelay.class.getName(),
                Integer.toString(listener.getLocalPort()));
    }

    /** Every child that was started so far. */
    public List<PipeChild> children() {
        return new ArrayList<>(children);
    }

    /** Ends every child. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (PipeChild child : children) {
            child.close();
        }
    }

    private static String classes() {
        try {
            return Path.of(PipeServer.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                PipeChild child = new PipeChild(script, socket);
                children.add(child);
                Thread.ofVirtual().name("scripted child").start(child::run);
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
