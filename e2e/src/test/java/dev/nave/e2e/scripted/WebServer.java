package dev.nave.e2e.scripted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A scripted server over Streamable HTTP, on plain sockets of loopback: one virtual thread a connection. */
public final class WebServer implements AutoCloseable {
    private final Script script;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Gate gate;
    private final Thread accepting;

    /** What stands before a server. */
    @FunctionalInterface
    public interface Gate {
        /** Whether it answered the request itself, so that the server never sees it. */
        boolean answers(WebCall call) throws Exception;
    }

    /** Serves at once. */
    public WebServer(Script script) throws IOException {
        this(script, 0, call -> false);
    }

    /** Serves at once, at this port, or any for 0, what the gate lets through. */
    public WebServer(Script script, int port, Gate gate) throws IOException {
        this.script = script;
        this.gate = gate;
        listener = new ServerSocket();
        // Connections of one that was closed a moment ago may linger.
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        accepting = Thread.ofVirtual().name("scripted web server").start(this::accept);
    }

    /** Where it answers. */
    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort() + "/mcp";
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Stops listening, so that another may listen there at once, and breaks off every connection. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            // Its port is free once nobody waits at it any more.
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().name("scripted web connection").start(() -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            HttpReader reader = new HttpReader(socket.getInputStream());
            for (var head = reader.head(); head.isPresent(); head = reader.head()) {
                WebCall call = new WebCall(script, socket, head.get(), reader.body(head.get()));
                if (!answer(call, head.get())) {
                    return;
                }
            }
        } catch (IOException e) {
            // The hub broke off, or the test did: both are what these tests are about.
        } catch (Exception e) {
            throw new IllegalStateException("A scripted server failed", e);
        } finally {
            open.remove(socket);
        }
    }

    /** Whether the connection can take another request. */
    private boolean answer(WebCall call, HttpReader.Head head) throws Exception {
        if (gate.answers(call)) {
            return true;
        }
        if (!head.first().startsWith("POST ")) {
            call.status(head.first().startsWith("DELETE ") ? 204 : 405, "", "");
            return true;
        }
        script.receive(call);
        if (call.id().isEmpty() || call.method().equals("response")) {
            call.status(202, "", "");
        }
        return call.isAnswered();
    }
}
