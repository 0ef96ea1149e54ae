package dev.nave.edge.downstream.legacy;

import dev.nave.edge.downstream.Line;
import dev.nave.hub.Caller;
import dev.nave.hub.Client;
import dev.nave.hub.Endpoint;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Message;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The legacy part of a pipe: one session for as long as the pipe is open, begun by {@code initialize}. The wire's thread
 * only sorts what comes; calls run on virtual threads of their own, and one more writes.
 */
final class PipeLine implements Line {
    private static final Logger LOG = LoggerFactory.getLogger(PipeLine.class);

    private final Pipe pipe;
    private final Caller caller;
    private final Endpoint endpoint;
    private final Surroundings surroundings;
    private final Channel channel;
    /** Responses that are due and not written yet. */
    private final AtomicInteger due = new AtomicInteger();
    // Written by the wire's thread alone, read by any.
    private volatile @Nullable Session session;
    private boolean writing;

    PipeLine(Pipe pipe, Caller caller, Endpoint endpoint, Surroundings surroundings) {
        this.pipe = pipe;
        this.caller = caller;
        this.endpoint = endpoint;
        this.surroundings = surroundings;
        this.channel = new Channel(0, surroundings.channelLimits(), null);
    }

    @Override
    public void receive(Frame frame) {
        startWriting();
        Session current = session;
        switch (frame) {
            case Frame.Malformed malformed -> refuse(malformed.toFailure());
            case Frame.Batch batch -> batch(current, batch);
            case Frame.Single(Message.Request request) -> {
                due.incrementAndGet();
                request(current, request);
            }
            case Frame.Single(Message.Notification told) -> {
                if (current != null) {
                    Thread.ofVirtual().name("told").start(() -> Service.told(current, endpoint, told));
                }
            }
            case Frame.Single(Message.Response response) -> {
                if (current != null) {
                    current.inquiries().answered(response);
                }
            }
        }
    }

    @Override
    public boolean isBusy() {
        return due.get() > 0 || !isIdle();
    }

    @Override
    public void closed(String reason) {
        channel.discard();
        Session current = session;
        if (current != null) {
            // Not on the wire's thread: servers may have to be told.
            Thread.ofVirtual().name("closed").start(() -> current.close(reason));
        }
    }

    /** Whether ending the pipe now would lose nothing. */
    boolean isIdle() {
        Session current = session;
        return current == null || !current.hasCalls();
    }

    private void request(@Nullable Session current, Message.Request request) {
        if (current == null) {
            unopened(request);
            return;
        }
        Optional<LegacyExchange> exchange = current.begin(request, channel);
        if (exchange.isEmpty()) {
            send(Service.idInUse(request));
            return;
        }
        Thread.ofVirtual().name("call").start(() -> send(Service.answer(current, endpoint, request, exchange.get())));
    }

    private void unopened(Message.Request request) {
        switch (request.method()) {
            case Method.INITIALIZE -> initialize(request);
            case Method.PING -> send(new Message.Result(request.id(), Json.EMPTY_OBJECT));
            default ->
                send(new Message.Failure(
                        request.id(),
                        ErrorCode.INVALID_REQUEST,
                        "Expected initialize first, or a request of " + Revision.NEWEST.wireName()
                                + " with its _meta; got " + request.method(),
                        null));
        }
    }

    private void initialize(Message.Request request) {
        Optional<Client> client = Opening.client(request);
        if (client.isEmpty()) {
            send(Opening.refusal(request));
            return;
        }
        session = Session.ofWire(caller, client.get(), endpoint, surroundings, channel);
        Thread.ofVirtual()
                .name("initialize")
                .start(() -> send(Opening.welcome(request, client.get(), endpoint, caller)));
    }

    private void batch(@Nullable Session current, Frame.Batch batch) {
        if (current == null) {
            refuse(new Message.Failure(
                    null, ErrorCode.INVALID_REQUEST, "Expected initialize first, got a batch.", null));
            return;
        }
        Optional<Message.Failure> refusal = Batches.refusal(current, batch);
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        List<Json> responses = Collections.synchronizedList(new ArrayList<>());
        Batches.start(current, endpoint, batch, channel, response -> responses.add(response.toJson()), () -> {
            due.incrementAndGet();
            channel.offer(
                    Entry.Kind.RESPONSE, Json.array(List.copyOf(responses)).toBytes());
        });
    }

    /** What answers no request. */
    private void refuse(Message message) {
        due.incrementAndGet();
        send(message);
    }

    private void send(Message message) {
        channel.offer(Entry.Kind.RESPONSE, message.toBytes());
    }

    /** On the wire's thread, once. */
    private void startWriting() {
        if (writing) {
            return;
        }
        writing = true;
        Channel.Follower follower = channel.follow();
        Thread.ofVirtual().name("write").start(() -> {
            try {
                follower.run(entry -> {
                    pipe.send(entry.message());
                    if (entry.kind() == Entry.Kind.RESPONSE) {
                        due.decrementAndGet();
                    }
                });
            } catch (IOException e) {
                LOG.debug("A pipe broke: {}", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                pipe.close();
            }
        });
    }
}
