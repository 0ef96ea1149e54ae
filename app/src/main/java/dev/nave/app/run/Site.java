package dev.nave.app.run;

import dev.nave.edge.manifest.ManifestDoor;
import dev.nave.guard.oauth.SignInDesk;
import dev.nave.hub.aggregate.Hub;
import dev.nave.hub.aggregate.ServerStatus;
import dev.nave.hub.supervision.State;
import dev.nave.protocol.json.Json;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.HttpHandler;
import java.util.List;
import java.util.Map;

/**
 * What is served over HTTP: {@code /healthz} and {@code /readyz} for who watches, the manifest for who looks for servers,
 * the pages below {@code /oauth/} for who signs in, every other path for MCP clients.
 */
final class Site implements HttpHandler {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final Hub hub;
    private final HttpHandler manifest;
    private final HttpHandler doors;
    private final HttpHandler signIns;

    Site(Hub hub, HttpHandler manifest, HttpHandler signIns, HttpHandler doors) {
        this.hub = hub;
        this.manifest = manifest;
        this.doors = doors;
        this.signIns = signIns;
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (exchange.path().startsWith(SignInDesk.PATH)) {
            signIns.handle(exchange);
            return;
        }
        switch (exchange.path()) {
            case "/healthz" ->
                answer(exchange, 200, Json.object().put("status", "ok").build());
            case "/readyz" -> readiness(exchange);
            case ManifestDoor.PATH -> manifest.handle(exchange);
            default -> doors.handle(exchange);
        }
    }

    /** Ready while every required server is; the others are named, but never stand in the way. */
    private void readiness(HttpExchange exchange) {
        List<ServerStatus> away = hub.servers().stream()
                .filter(server -> server.isUsed() && !server.state().takesCalls())
                .toList();
        boolean ready = away.stream().noneMatch(server -> server.settings().required());
        Json body = Json.object()
                .put("status", ready ? "ready" : "not ready")
                .put("waitingFor", Json.array(away.stream().map(Site::missing).toList()))
                .build();
        answer(exchange, ready ? 200 : 503, body);
    }

    private static Json missing(ServerStatus server) {
        State state = server.state();
        return Json.object()
                .put("server", server.name())
                .put("required", server.settings().required())
                .put("state", state.word())
                .build();
    }

    private static void answer(HttpExchange exchange, int status, Json body) {
        boolean asked = exchange.method().equals("GET") || exchange.method().equals("HEAD");
        exchange.respond(asked ? status : 405, JSON, asked ? body.toBytes() : new byte[0]);
    }
}
