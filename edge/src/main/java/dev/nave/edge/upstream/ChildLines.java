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
import dev.nave.transport.child.CannotStart;
import java.io.IOException;

/** A line is a process. */
record ChildLines(Terms terms, Target.Child child, Wires wires) implements Lines {
    @Override
    public Line open() throws ConnectFailure {
        Line line = new Line(terms.name(), terms.limits(Bound.LINE_BYTES));
        try {
            line.attach(wires.start(terms.name(), child, terms.values(), terms.wait(Wait.STOP), line));
            return line;
        } catch (CannotStart e) {
            throw e.isWorthRetrying()
                    ? Troubles.passing(terms, Post.text(e), e.advice())
                    : Troubles.lasting(terms, Post.text(e), e.advice());
        } catch (IOException e) {
            throw Troubles.lasting(terms, Post.text(e), "Check command and PATH.");
        }
    }

    @Override
    public boolean areChildren() {
        return true;
    }
}
