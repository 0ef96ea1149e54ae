package dev.nave.edge.downstream.modern;

import dev.nave.protocol.message.Message;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;

/** The answer to a request that came through a pipe. */
final class PipeOutlet implements Outlet {
    private final Pipe pipe;
    private final Runnable ended;

    /** @param ended told when the request is over, answered or not */
    PipeOutlet(Pipe pipe, Runnable ended) {
        this.pipe = pipe;
        this.ended = ended;
    }

    @Override
    public void tell(Message.Notification notification) throws IOException {
        pipe.send(notification.toBytes());
    }

    @Override
    public void showLife() {}

    @Override
    public void end(Outcome outcome) throws IOException {
        try {
            pipe.send(outcome.message().toBytes());
        } finally {
            ended.run(); // Not before: a pipe on which nothing is served any more may be closed.
        }
    }

    @Override
    public void abandon() {
        ended.run();
    }
}
