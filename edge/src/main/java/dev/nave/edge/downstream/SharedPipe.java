package dev.nave.edge.downstream;

import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import dev.nave.protocol.message.Oversize;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a pipe whose client may speak both eras, and gives each message to the line of its era. */
final class SharedPipe implements Pipe.Reader {
    private static final Logger LOG = LoggerFactory.getLogger(SharedPipe.class);

    private final Pipe pipe;
    private final Line modern;
    private final Line legacy;
    private final JsonLimits limits;

    SharedPipe(Pipe pipe, Line modern, Line legacy, JsonLimits limits) {
        this.pipe = pipe;
        this.modern = modern;
        this.legacy = legacy;
        this.limits = limits;
    }

    @Override
    public void message(byte[] message) {
        Frame frame = Frame.read(message, limits);
        switch (Era.ofPipe(frame)) {
            case Era.Modern era -> modern.receive(frame);
            case Era.Legacy era -> legacy.receive(frame);
            case Era.Either era -> {
                modern.receive(frame);
                legacy.receive(frame);
            }
            case Era.Neither neither -> answer(neither.failure());
        }
    }

    @Override
    public void tooLarge(byte[] start, byte[] end, long bytes) {
        Id id = Oversize.id(start, end).orElse(null);
        String problem = "Expected a message of at most " + limits.bytes() + " bytes, got one of " + bytes
                + ". Send less at once, or raise bounds.message.";
        answer(new Message.Failure(id, ErrorCode.INVALID_REQUEST, problem, null));
    }

    @Override
    public boolean isBusy() {
        return modern.isBusy() || legacy.isBusy();
    }

    @Override
    public void closed(String reason) {
        modern.closed(reason);
        legacy.closed(reason);
    }

    /** On a thread of its own: the reader of a pipe never writes, or two slow peers block each other for good. */
    private void answer(Message.Failure failure) {
        Thread.ofVirtual().name("refuse").start(() -> {
            try {
                pipe.send(failure.toJson().toLine());
            } catch (IOException e) {
                LOG.debug("A client that sent no message went before it could be told: {}", e.getMessage());
            }
        });
    }
}
