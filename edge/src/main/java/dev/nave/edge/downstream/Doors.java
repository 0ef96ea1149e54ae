package dev.nave.edge.downstream;

import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint;
import dev.nave.hub.caller.Callers;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.HttpHandler;
import dev.nave.transport.http.MediaType;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens endpoints to clients of every revision. Checks in this order: path, caller, content type, shape of the message,
 * era; what follows is the business of the era's own door. Safe for many threads.
 */
public final class Doors implements HttpHandler, AutoCloseable {
    /** The header that names the revision of a request. */
    public static final String VERSION_HEADER = "MCP-Protocol-Version";

    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);

    private final Function<String, Optional<Endpoint>> endpoints;
    private final Supplier<Callers> callers;
    private final Door modern;
    private final Door legacy;
    private final JsonLimits limits;

    /**
     * Opens nothing yet: a wire does, by calling.
     *
     * @param endpoints what is served at a path, such as {@code /mcp} and {@code /servers/files/mcp}
     * @param callers who is known, as the configuration in force has it
     * @param limits what one message may be
     */
    public Doors(
            Function<String, Optional<Endpoint>> endpoints,
            Supplier<Callers> callers,
            Door modern,
            Door legacy,
            JsonLimits limits) {
        this.endpoints = endpoints;
        this.callers = callers;
        this.modern = modern;
        this.legacy = legacy;
        this.limits = limits;
    }

    @Override
    public void handle(HttpExchange http) {
        Optional<Endpoint> endpoint = endpoints.apply(http.path());
        if (endpoint.isEmpty()) {
            refuse(http, 404, "Expected the path of an endpoint, such as /mcp, got " + http.path());
            return;
        }
        admit(http, caller -> serve(http, caller, endpoint.get()));
    }

    /** Finds out who calls and goes on with them; one who may not call is answered here. */
    public void admit(HttpExchange http, Consumer<Caller> onward) {
        boolean keyless = http.header("Authorization").isEmpty()
                && http.header("X-API-Key").isEmpty();
        if (http.isOwner() && keyless) {
            onward.accept(Caller.LOCAL);
            return;
        }
        switch (callers.get().identify(http.header("Authorization"), http.header("X-API-Key"), http.isLocal())) {
            case Callers.Identified.Refused refused -> refuse(http, refused.status(), refused.text());
            case Callers.Identified.Known known -> onward.accept(known.caller());
        }
    }

    /** Answers what another node passes on to the session it belongs to, for a caller that node has identified. */
    public void relayed(HttpExchange http, Caller caller) {
        Optional<Endpoint> endpoint = endpoints.apply(http.path());
        if (endpoint.isEmpty()) {
            refuse(http, 404, "Expected the path of an endpoint, such as /mcp, got " + http.path());
        } else if (http.method().equals("POST")) {
            legacy.post(http, caller, endpoint.get(), Frame.read(http.body(), limits));
        } else {
            legacy.other(http, caller, endpoint.get());
        }
    }

    /** Serves a client on a pipe whose user is known; answers what the pipe's reading side must be given. */
    public Pipe.Reader serve(Pipe pipe, Caller caller, Endpoint endpoint) {
        return new SharedPipe(pipe, modern.open(pipe, caller, endpoint), legacy.open(pipe, caller, endpoint), limits);
    }

    /** Ends what would not end by itself, in both eras. */
    @Override
    public void close() {
        modern.close();
        legacy.close();
    }

    private void serve(HttpExchange http, Caller caller, Endpoint endpoint) {
        if (http.isWebSocket()) {
            openSocket(http, caller, endpoint);
            return;
        }
        Optional<String> version = http.header(VERSION_HEADER);
        if (!http.method().equals("POST")) {
            (Era.isModern(version) ? modern : legacy).other(http, caller, endpoint);
            return;
        }
        if (!isJson(http.header("Content-Type"))) {
            refuse(
                    http,
                    415,
                    "Expected Content-Type: application/json, got "
                            + http.header("Content-Type").orElse("none"));
            return;
        }
        Frame frame = Frame.read(http.body(), limits);
        switch (Era.ofPost(frame, version)) {
            case Era.Modern era -> modern.post(http, caller, endpoint, frame);
            case Era.Legacy era -> legacy.post(http, caller, endpoint, frame);
            case Era.Either era -> legacy.post(http, caller, endpoint, frame);
            case Era.Neither neither -> JsonReply.send(http, 400, neither.failure());
        }
    }

    /** A WebSocket is a pipe like any other, whose user showed who they are when it was opened. */
    private void openSocket(HttpExchange http, Caller caller, Endpoint endpoint) {
        LatePipe pipe = new LatePipe();
        Pipe.Reader reader = serve(pipe, caller, endpoint);
        try {
            pipe.become(http.openSocket(reader));
        } catch (IOException e) {
            LOG.debug("A client left while its WebSocket was opened: {}", e.getMessage());
            pipe.close();
            reader.closed("The WebSocket did not open.");
        }
    }

    private static boolean isJson(Optional<String> contentType) {
        return contentType.isPresent() && MediaType.is(contentType.get(), "application/json");
    }

    private static void refuse(HttpExchange http, int status, String reason) {
        Map<String, String> headers = status == 401 ? Map.of("WWW-Authenticate", "Bearer") : Map.of();
        JsonReply.send(http, status, headers, new Message.Failure(null, ErrorCode.INVALID_REQUEST, reason, null));
    }
}
