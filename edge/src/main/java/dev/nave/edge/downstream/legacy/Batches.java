package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Endpoint;
import dev.nave.hub.configuration.Bound;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Batches, which 2025-03-26 alone has: their requests run side by side. */
final class Batches {
    private Batches() {}

    /** Why a session may not send this batch; nothing when it may. */
    static Optional<Message.Failure> refusal(Session session, Frame.Batch batch) {
        if (session.client().revision() != Revision.V2025_03_26) {
            return Optional.of(
                    invalid("Expected one message, got a batch: only clients of 2025-03-26 may send batches, this"
                            + " session speaks " + session.client().revision().wireName() + "."));
        }
        int most = session.surroundings().bound(Bound.BATCH);
        return batch.elements().size() > most
                ? Optional.of(invalid("Expected at most " + most + " messages in a batch, got "
                        + batch.elements().size() + "."))
                : Optional.empty();
    }

    /**
     * Starts what the batch asks for.
     *
     * @param answered given each response, on the threads of the calls
     * @param done runs once after the last response
     * @return whether there will be any response; if not, {@code done} does not run
     */
    static boolean start(
            Session session,
            Endpoint endpoint,
            Frame.Batch batch,
            Channel channel,
            Consumer<Message.Response> answered,
            Runnable done) {
        List<Message.Response> refused = new ArrayList<>();
        List<Runnable> calls = new ArrayList<>();
        for (Frame element : batch.elements()) {
            switch (element) {
                case Frame.Malformed malformed -> refused.add(malformed.toFailure());
                case Frame.Batch nested -> refused.add(invalid("Expected messages in a batch, got a batch."));
                case Frame.Single(Message.Notification told) ->
                    Thread.ofVirtual().name("told").start(() -> Service.told(session, endpoint, told));
                case Frame.Single(Message.Response response) ->
                    session.inquiries().answered(response);
                case Frame.Single(Message.Request request) -> {
                    if (request.method().equals(Method.INITIALIZE)) {
                        refused.add(new Message.Failure(
                                request.id(),
                                ErrorCode.INVALID_REQUEST,
                                "Expected initialize alone, not in a batch.",
                                null));
                    } else {
                        session.begin(request, channel)
                                .ifPresentOrElse(
                                        exchange -> calls.add(() ->
                                                answered.accept(Service.answer(session, endpoint, request, exchange))),
                                        () -> refused.add(Service.idInUse(request)));
                    }
                }
            }
        }
        refused.forEach(answered);
        AtomicInteger left = new AtomicInteger(calls.size());
        calls.forEach(call -> Thread.ofVirtual().name("call").start(() -> {
            call.run();
            if (left.decrementAndGet() == 0) {
                done.run();
            }
        }));
        if (calls.isEmpty() && !refused.isEmpty()) {
            done.run();
        }
        return !calls.isEmpty() || !refused.isEmpty();
    }

    private static Message.Failure invalid(String problem) {
        return new Message.Failure(null, ErrorCode.INVALID_REQUEST, problem, null);
    }
}
