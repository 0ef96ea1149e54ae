package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Line;
import dev.nave.edge.upstream.wire.Lines;
import dev.nave.edge.upstream.wire.Post;
import dev.nave.edge.upstream.wire.Site;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.edge.upstream.wire.Troubles;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.credential.Barred;
import java.io.IOException;
import java.util.Optional;

/** A line is an HTTP+SSE connection of 2024-11-05. */
record EventLines(Site site) implements Lines {
    @Override
    public Line open() throws ConnectFailure, InterruptedException {
        return openFor(Optional.empty());
    }

    @Override
    public Line openFor(Optional<String> holder) throws ConnectFailure, InterruptedException {
        Terms terms = site.terms();
        Line line = new Line(terms.name(), terms.limits(Bound.RESULT_BYTES));
        try {
            line.attach(EventPipe.open(site.heldBy(holder), line));
            return line;
        } catch (EventPipe.ForeignEndpoint e) {
            throw Troubles.lasting(terms, Post.text(e), "Do not use it, or write the URL it answers at itself.");
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
