package dev.nave.app.run;

import dev.nave.app.cli.CommandFailure;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.HttpAddress;
import dev.nave.hub.configuration.NodeSettings;
import dev.nave.hub.configuration.Replicas;
import dev.nave.hub.configuration.Wait;
import dev.nave.transport.http.HttpHandler;
import dev.nave.transport.http.HttpServer;
import dev.nave.transport.http.HttpServerOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a hub listens, with the bounds and the checks of its configuration. For one thread. */
final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final int AROUND_A_MESSAGE = 128 << 10;

    private final NodeSettings node;
    private final List<HttpServer> open = new ArrayList<>();

    /** Opens nothing yet. */
    Listeners(NodeSettings node) {
        this.node = node;
    }

    /**
     * Listens on the configured Unix socket, if there is one.
     *
     * @throws CommandFailure when it is taken
     */
    void onSocket(HttpHandler site) {
        node.listen().unix().ifPresent(socket -> open(forClients(HttpServerOptions.on(socket)), site));
    }

    /**
     * Listens at the configured address.
     *
     * @return a URL that reaches it from here
     * @throws CommandFailure when it is taken
     */
    URI overHttp(HttpHandler site) {
        HttpAddress place = node.listen().http();
        HttpServer http = open(forClients(HttpServerOptions.on(place.host(), place.port())), site);
        return place.url(http.port());
    }

    /**
     * Listens where other nodes knock, if there may be any.
     *
     * @throws CommandFailure when it is taken
     */
    void forNodes(HttpHandler door) {
        node.replicas().ifPresent(own -> open(forNodes(own), door));
    }

    /** Listens on a socket for the commands of this user, if nobody else has it. */
    void forOwner(Path socket, HttpHandler site) {
        try {
            start(forClients(HttpServerOptions.on(socket)), site);
        } catch (IOException e) {
            LOG.info("Commands do not find this hub by its configuration, but by --url: {}", e.getMessage());
        }
    }

    private HttpServerOptions forClients(HttpServerOptions place) {
        return place.withAllowedHosts(hosts())
                .withAllowedOrigins(node.listen().allowedOrigins())
                .withBody(node.bounds().get(Bound.MESSAGE_BYTES), node.waits().get(Wait.BODY));
    }

    /** Where browsers are sent to sign in is a name of this hub. */
    private List<String> hosts() {
        List<String> hosts = new ArrayList<>(node.listen().allowedHosts());
        node.signIn().url().map(URI::getHost).ifPresent(hosts::add);
        return hosts;
    }

    /** Whatever a client may send fits in, with what a node says around it. */
    private HttpServerOptions forNodes(Replicas own) {
        return HttpServerOptions.on(own.listen().host(), own.listen().port())
                .withAllowedHosts(List.of(own.address().getHost()))
                .withBody(
                        node.bounds().get(Bound.MESSAGE_BYTES) + AROUND_A_MESSAGE,
                        node.waits().get(Wait.BODY));
    }

    private HttpServer open(HttpServerOptions options, HttpHandler handler) {
        try {
            return start(options, handler);
        } catch (IOException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        }
    }

    private HttpServer start(HttpServerOptions options, HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.start(
                options.withKeepAlive(node.waits().get(Wait.KEEP_ALIVE))
                        .withWriteWait(node.waits().get(Wait.WRITE)),
                handler);
        open.add(server);
        return server;
    }

    /** Takes nothing new, and lets what is in flight end up to the drain wait. */
    @Override
    public void close() {
        open.forEach(server -> server.close(node.waits().get(Wait.DRAIN)));
    }
}
