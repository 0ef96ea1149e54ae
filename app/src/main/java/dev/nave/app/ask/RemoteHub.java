package dev.nave.app.ask;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.run.RunningHub;
import dev.nave.app.run.TransportWires;
import dev.nave.edge.upstream.UpstreamConnector;
import dev.nave.hub.Connector;
import dev.nave.hub.Exchange;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.credential.Credentials;
import dev.nave.hub.secret.Secrets;
import dev.nave.hub.secret.Template;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/** A hub that runs somewhere, reached as any server is. */
final class RemoteHub implements ServerOptions.Closeable {
    private static final String NAME = "remote";

    private final TransportWires wires;
    private final Connector.Connection connection;

    private RemoteHub(TransportWires wires, Connector.Connection connection) {
        this.wires = wires;
        this.connection = connection;
    }

    static RemoteHub connect(String url, Optional<String> key) {
        TransportWires wires = new TransportWires(Waits.defaults(), Bounds.defaults(), new SecureRandom());
        Connector connector = new UpstreamConnector(
                wires, Secrets.NONE, Credentials.NONE, RunningHub.info(), Bounds.defaults(), Time.SYSTEM);
        try {
            return new RemoteHub(wires, connector.connect(settings(url, key), new Deaf()));
        } catch (Connector.ConnectFailure e) {
            wires.close();
            String reason = String.valueOf(e.getMessage()).replace("Server '" + NAME + "': ", "");
            throw CommandFailure.failed("No hub can be asked at " + url + ": " + reason
                    + " Start one with 'nave serve', or say with --url and --key which one is meant.");
        } catch (InterruptedException e) {
            wires.close();
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("Interrupted while connecting to " + url);
        }
    }

    private static ServerSettings settings(String url, Optional<String> key) {
        Map<String, Template> headers = key.map(text -> Map.of("Authorization", Template.of("Bearer " + text)))
                .orElse(Map.of());
        try {
            return ServerSettings.of(NAME, new Target.Remote(Template.of(url), headers, Target.Wire.AUTO));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrong("Expected --url such as http://127.0.0.1:8420/mcp, got '" + url + "'.");
        }
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        return connection.serve(request, exchange);
    }

    @Override
    public void close() {
        connection.close();
        wires.close();
    }
}
