package dev.nave.samples;

import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpServer;
import dev.nave.transport.http.HttpServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs the small servers by name. */
public final class Samples {
    /** The names that {@link #run} knows. */
    public static final List<String> NAMES = List.of("files", "notes", "clock");

    private Samples() {}

    /**
     * Serves over standard input and output, until the input ends; over HTTP, until the process does.
     *
     * @param arguments {@code files} takes a directory, {@code clock} takes {@code --port PORT} to serve over HTTP
     * @throws IllegalArgumentException when there is no such sample or the arguments are not for it
     * @throws IOException when the wire fails
     */
    public static void run(String name, List<String> arguments, InputStream in, OutputStream out)
            throws IOException, InterruptedException {
        switch (name) {
            case "files" -> modern(new Files(Path.of(arguments.isEmpty() ? "." : arguments.getFirst())), in, out);
            case "notes" ->
                serve(in, out, wire -> {
                    LegacyService service = new LegacyService(new Notes(), wire);
                    return new Ends(service::receive, service::close);
                });
            case "clock" -> {
                Clock clock = new Clock(InstantSource.system());
                if (arguments.isEmpty()) {
                    modern(clock, in, out);
                    return;
                }
                HttpServer server =
                        HttpServer.start(HttpServerOptions.on("127.0.0.1", port(arguments)), new ModernHttp(clock));
                System.err.println("clock listens on " + server.uri("/mcp"));
                new CountDownLatch(1).await();
            }
            default ->
                throw new IllegalArgumentException(
                        "Expected one of the samples " + String.join(", ", NAMES) + ", got '" + name + "'.");
        }
    }

    private static int port(List<String> arguments) {
        if (arguments.size() == 2
                && arguments.getFirst().equals("--port")
                && arguments.getLast().matches("\\d{1,5}")) {
            return Integer.parseInt(arguments.getLast());
        }
        throw new IllegalArgumentException("Expected --port PORT, got " + arguments);
    }

    private static void modern(Sample sample, InputStream in, OutputStream out) throws IOException {
        serve(in, out, wire -> {
            ModernPipe pipe = new ModernPipe(sample, wire);
            return new Ends(pipe::receive, pipe::close);
        });
    }

    /** Lines in, lines out, on this very thread, until the input ends. */
    private static void serve(InputStream in, OutputStream out, Function<Wire, Ends> service) throws IOException {
        Wire wire = message -> write(message, out);
        Ends ends = service.apply(wire);
        Lines.read(in, ends.receive);
        ends.close.run();
    }

    private static void write(Message message, OutputStream out) {
        byte[] line = message.toJson().toLine();
        synchronized (out) {
            try {
                out.write(line);
                out.write('\n');
                out.flush();
            } catch (IOException e) {
                // The client is gone, which the end of the input says too.
            }
        }
    }

    private record Ends(Consumer<byte[]> receive, Runnable close) {}
}
