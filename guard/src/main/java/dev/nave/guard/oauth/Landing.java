package dev.nave.guard.oauth;

import dev.nave.guard.store.StoreFailure;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.HttpServer;
import dev.nave.transport.http.HttpServerOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where a browser comes back to on this machine (RFC 8252 §7.3): a listener for one sign-in, gone after it. */
final class Landing implements AutoCloseable {
    static final String PATH = "/callback";
    private static final String HOST = "127.0.0.1";
    /** What the redirect may bring, and nothing else is looked at. */
    static final List<String> PARAMETERS = List.of("state", "code", "iss", "error", "error_description");

    private final Flow flow;
    private final HttpServer server;
    private final AtomicReference<@Nullable Attempt> expected = new AtomicReference<>();
    private final CompletableFuture<SignIn> done = new CompletableFuture<>();

    private Landing(Flow flow, int port) throws IOException {
        this.flow = flow;
        this.server = HttpServer.start(HttpServerOptions.on(HOST, port), this::handle);
    }

    /**
     * Listens.
     *
     * @param port where browsers came back before; another one is taken when it is in use
     */
    static Landing open(Flow flow, Optional<Integer> port) throws SignInFailure {
        try {
            if (port.isPresent()) {
                try {
                    return new Landing(flow, port.get());
                } catch (IOException _) {
                    // Something else has it now.
                }
            }
            return new Landing(flow, 0);
        } catch (IOException e) {
            throw SignInFailure.passing("nothing can be listened on for the browser: " + e.getMessage());
        }
    }

    URI redirect() {
        return URI.create("http://" + HOST + ":" + server.port() + PATH);
    }

    /** A browser may come back from this attempt from now on. */
    void expect(Attempt attempt) {
        expected.set(attempt);
    }

    /** Waits for the browser to come back, and for what comes of it. */
    SignIn await(Duration most) throws SignInFailure {
        try {
            return done.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw SignInFailure.passing("nobody signed in within " + most.toMinutes() + " min");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SignInFailure.passing("it was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SignInFailure failure) {
                throw failure;
            }
            throw SignInFailure.lasting(String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
        } finally {
            expected.set(null);
        }
    }

    private void handle(HttpExchange exchange) {
        if (!exchange.path().equals(PATH) || !exchange.method().equals("GET")) {
            Html.answer(exchange, 404, Html.said("Nothing here", "This address only waits for a sign-in."), Map.of());
            return;
        }
        Attempt attempt = expected.get();
        Map<String, String> answer = parameters(exchange);
        if (attempt == null || !attempt.state().equals(answer.get("state")) || !expected.compareAndSet(attempt, null)) {
            Html.answer(
                    exchange,
                    400,
                    Html.said("Not the sign-in that was begun", "Nothing was done. Begin again with 'nave login'."),
                    Map.of());
            return;
        }
        String server = attempt.purpose().server();
        try {
            SignIn signIn = flow.complete(attempt, answer);
            Html.answer(
                    exchange,
                    200,
                    Html.said("Signed in", "Nave is signed in to '" + server + "'. You can close this page."),
                    Map.of());
            done.complete(signIn);
        } catch (SignInFailure e) {
            failed(exchange, server, e.text());
            done.completeExceptionally(e);
        } catch (StoreFailure e) {
            failed(exchange, server, String.valueOf(e.getMessage()));
            done.completeExceptionally(SignInFailure.lasting(String.valueOf(e.getMessage())));
        }
    }

    private static void failed(HttpExchange exchange, String server, String why) {
        String text = "Nave is not signed in to '" + server + "': " + why + ".";
        Html.answer(exchange, 400, Html.said("Not signed in", text), Map.of());
    }

    static Map<String, String> parameters(HttpExchange exchange) {
        Map<String, String> parameters = new HashMap<>();
        PARAMETERS.forEach(name -> exchange.query(name).ifPresent(value -> parameters.put(name, value)));
        return parameters;
    }

    @Override
    public void close() {
        server.close(Duration.ofSeconds(1));
    }
}
