package dev.nave.edge.upstream;

import dev.nave.edge.upstream.wire.Wires;
import dev.nave.hub.Connector;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.credential.Credentials;
import dev.nave.hub.secret.Secrets;
import dev.nave.hub.secret.Template;
import dev.nave.hub.secret.Values;
import dev.nave.protocol.json.Json;
import dev.nave.transport.http.HttpCall;
import dev.nave.transport.http.HttpClient;
import dev.nave.transport.http.HttpClientOptions;
import dev.nave.transport.http.HttpSending;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Children in memory that follow a script, and real HTTP. */
final class TestWires implements Wires, AutoCloseable {
    private final HttpClient http = new HttpClient(HttpClientOptions.defaults());
    final List<FakeChild> children = new CopyOnWriteArrayList<>();
    volatile Consumer<FakeChild> born = child -> {};
    volatile FakeChild.Script script = (child, message) -> {};

    @Override
    public Child start(String server, Target.Child target, Values values, Duration stop, Pipe.Reader reader)
            throws IOException {
        if (target instanceof Target.Command command && command.command().equals(Template.of("missing"))) {
            throw new IOException("There is no program 'missing' on PATH");
        }
        FakeChild child = new FakeChild(reader, script);
        children.add(child);
        born.accept(child);
        return child;
    }

    @Override
    public Pipe webSocket(URI url, Map<String, String> headers, Duration connect, Pipe.Reader reader) {
        FakeChild child = new FakeChild(reader, script);
        children.add(child);
        return child;
    }

    @Override
    public HttpSending open(HttpCall call) {
        return http.open(call);
    }

    UpstreamConnector connector() {
        return connector(Time.SYSTEM);
    }

    UpstreamConnector connector(Time time) {
        return connector(Bounds.defaults(), time);
    }

    UpstreamConnector connector(Bounds bounds) {
        return connector(bounds, Time.SYSTEM);
    }

    private UpstreamConnector connector(Bounds bounds, Time time) {
        Json self = Json.object().put("name", "hub").put("version", "1").build();
        return new UpstreamConnector(this, Secrets.NONE, Credentials.NONE, self, bounds, time);
    }

    static ServerSettings child() {
        return ServerSettings.of("files", Target.Command.of("program"));
    }

    static ServerSettings remote(URI url) {
        return ServerSettings.of("files", Target.Remote.at(url));
    }

    static ServerSettings with(ServerSettings settings, Wait wait, Duration duration) {
        return new ServerSettings(
                settings.name(),
                settings.target(),
                settings.enabled(),
                settings.required(),
                settings.names(),
                settings.interactive(),
                settings.tools(),
                settings.waits().with(wait, duration),
                settings.era());
    }

    static ServerSettings with(ServerSettings settings, ServerSettings.Era era) {
        return new ServerSettings(
                settings.name(),
                settings.target(),
                settings.enabled(),
                settings.required(),
                settings.names(),
                settings.interactive(),
                settings.tools(),
                settings.waits(),
                era);
    }

    static ServerSettings with(ServerSettings settings, ServerSettings.Interactive interactive) {
        return new ServerSettings(
                settings.name(),
                settings.target(),
                settings.enabled(),
                settings.required(),
                settings.names(),
                interactive,
                settings.tools(),
                settings.waits(),
                settings.era());
    }

    Connector.Connection connect(ServerSettings settings, HeardFeed feed) throws Exception {
        return connector().connect(settings, feed);
    }

    @Override
    public void close() {
        children.forEach(FakeChild::close);
        http.close();
    }
}
