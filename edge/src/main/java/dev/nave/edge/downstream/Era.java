package dev.nave.edge.downstream;

import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Message;
import java.util.Optional;

/**
 * Which era a message speaks. The body decides; the version header only where the body says nothing (2026-07-28,
 * basic/versioning, "Backward compatibility").
 */
sealed interface Era {
    record Modern() implements Era {}

    record Legacy() implements Era {}

    /** A message of a pipe that bears no mark and may be meant for either. */
    record Either() implements Era {}

    /** Contradicts itself. */
    record Neither(Message.Failure failure) implements Era {}

    /** The era of a message or batch that came over a pipe. */
    static Era ofPipe(Frame frame) {
        return switch (frame) {
            case Frame.Malformed malformed -> new Neither(malformed.toFailure());
            case Frame.Batch batch -> ofBatch(batch);
            case Frame.Single(Message.Request request) -> claims(request.params()) ? new Modern() : new Legacy();
            case Frame.Single(Message.Notification told) -> {
                if (claims(told.params())) {
                    yield new Modern();
                }
                yield told.method().equals(Method.CANCELLED) ? new Either() : new Legacy();
            }
            case Frame.Single(Message.Response response) -> new Legacy();
        };
    }

    /** The era of the body of a POST. */
    static Era ofPost(Frame frame, Optional<String> versionHeader) {
        boolean modernHeader = isModern(versionHeader);
        return switch (frame) {
            case Frame.Malformed malformed -> new Neither(malformed.toFailure());
            case Frame.Batch batch -> modernHeader ? refusedBatch() : ofBatch(batch);
            case Frame.Single(Message.Request request) -> ofRequest(request, modernHeader);
            case Frame.Single(Message.Notification told) ->
                claims(told.params()) || modernHeader ? new Modern() : new Legacy();
            case Frame.Single(Message.Response response) -> modernHeader ? refusedResponse() : new Legacy();
        };
    }

    /** Whether the header names a revision without sessions. */
    static boolean isModern(Optional<String> versionHeader) {
        return versionHeader.flatMap(Revision::of).filter(Revision::isModern).isPresent();
    }

    private static Era ofRequest(Message.Request request, boolean modernHeader) {
        if (claims(request.params())) {
            return new Modern();
        }
        if (!modernHeader) {
            return new Legacy();
        }
        if (request.method().equals(Method.INITIALIZE)) {
            return new Neither(new Message.Failure(
                    request.id(),
                    ErrorCode.HEADER_MISMATCH,
                    "Expected no MCP-Protocol-Version header on initialize, or one up to 2025-11-25: newer revisions"
                            + " have no initialize.",
                    null));
        }
        return new Modern();
    }

    private static Era ofBatch(Frame.Batch batch) {
        boolean modern = batch.elements().stream().anyMatch(element -> ofPipe(element) instanceof Modern);
        return modern ? refusedBatch() : new Legacy();
    }

    private static Era refusedBatch() {
        return new Neither(new Message.Failure(
                null,
                ErrorCode.INVALID_REQUEST,
                "Expected one message, got a batch: only clients of 2025-03-26 may send batches.",
                null));
    }

    private static Era refusedResponse() {
        return new Neither(new Message.Failure(
                null,
                ErrorCode.INVALID_REQUEST,
                "Expected a request or a notification, got a response: since 2026-07-28 answers travel in"
                        + " inputResponses.",
                null));
    }

    /** Whether {@code _meta} carries what only a modern request does; capabilities count, so that a version left out is told. */
    private static boolean claims(Json params) {
        Json meta = params.find("_meta");
        return meta != null
                && (meta.find(MetaKey.PROTOCOL_VERSION) != null || meta.find(MetaKey.CLIENT_CAPABILITIES) != null);
    }
}
