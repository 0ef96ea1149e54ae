package dev.nave.edge.upstream;

import dev.nave.edge.upstream.wire.Line;
import dev.nave.edge.upstream.wire.Lines;
import dev.nave.edge.upstream.wire.Post;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.edge.upstream.wire.Troubles;
import dev.nave.edge.upstream.wire.Wires;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Wait;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** A line is a WebSocket. */
record SocketLines(Terms terms, Target.Remote remote, Wires wires) implements Lines {
    @Override
    public Line open() throws ConnectFailure {
        Line line = new Line(terms.name(), terms.limits(Bound.RESULT_BYTES));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        remote.headers().forEach((name, value) -> headers.put(name, value.reveal()));
        try {
            line.attach(wires.webSocket(remote.url(), headers, terms.wait(Wait.CONNECT), line));
            return line;
        } catch (IOException e) {
            throw Troubles.passing(terms, Post.text(e), "Check its URL and that it runs.");
        }
    }

    @Override
    public boolean areChildren() {
        return false;
    }
}
