package dev.nave.edge.upstream;

import dev.nave.edge.upstream.wire.Line;
import dev.nave.edge.upstream.wire.Lines;
import dev.nave.edge.upstream.wire.Post;
import dev.nave.edge.upstream.wire.Site;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.edge.upstream.wire.Troubles;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.credential.Barred;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A line is a WebSocket. */
record SocketLines(Site site) implements Lines {
    @Override
    public Line open() throws ConnectFailure {
        Terms terms = site.terms();
        Line line = new Line(terms.name(), terms.limits(Bound.RESULT_BYTES));
        try {
            Map<String, String> headers = site.headers();
            terms.access()
                    .header(site.url(), Optional.empty())
                    .value()
                    .ifPresent(shown -> headers.put("Authorization", shown.reveal()));
            line.attach(site.wires().webSocket(site.url(), headers, terms.wait(Wait.CONNECT), line));
            return line;
        } catch (Barred e) {
            throw Troubles.barred(terms, e);
        } catch (IOException e) {
            throw Troubles.passing(terms, Post.text(e), "Check its URL and that it runs.");
        }
    }

    @Override
    public boolean areChildren() {
        return false;
    }
}
