package dev.nave.edge.downstream.modern;

import dev.nave.protocol.message.Message;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;

/** The answer to a request that came through a pipe. */
final class PipeOutlet implements Outlet {
    private final Pipe pipe;

    PipeOutlet(Pipe pipe) {
        this.pipe = pipe;
    }

    @Override
    public void tell(Message.Notification notification) throws IOException {
        pipe.send(notification.toBytes());
    }

    @Override
    public void showLife() {}

    @Override
    public void end(Outcome outcome) throws IOException {
        pipe.send(outcome.message().toBytes());
    }

    @Override
    public void abandon() {}
}
