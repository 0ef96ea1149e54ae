package dev.nave.edge.replica;

import dev.nave.edge.downstream.JsonReply;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.EventStream;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.SentEvent;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a client with what another node answers in its place. For one thread. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final HttpExchange client;
    private final Optional<Message> lost;
    private @Nullable EventStream stream;
    private boolean told;
    private boolean answered;

    /** @param lost what the client is told when the other node goes before it has answered */
    Delivery(HttpExchange client, Optional<Message> lost) {
        this.client = client;
        this.lost = lost;
    }

    void run(Line line) {
        try (line) {
            client.onGone(line::close);
            pump(line);
        } catch (IOException broken) {
            if (!client.isGone()) {
                LOG.warn("Another node went before it had answered: {}", broken.getMessage());
            }
        }
        finish();
    }

    /** The other node took the request and said nothing. */
    void nothingCame() {
        finish();
    }

    private void pump(Line line) throws IOException {
        Json head = Json.EMPTY_OBJECT;
        for (SentEvent event = line.next(); event != null && !answered; event = line.next()) {
            switch (String.valueOf(event.name())) {
                case ParcelExchange.BARE -> respond(Errand.parse(event.data()).orElse(head), new byte[0]);
                case ParcelExchange.ANSWER -> head = Errand.parse(event.data()).orElse(head);
                case ParcelExchange.BODY -> respond(head, event.data());
                case ParcelExchange.STREAM ->
                    stream = client.openStream(
                            Parcel.pairs(Errand.parse(event.data()).orElse(head), "headers"));
                case ParcelExchange.END -> answered = true;
                case String name -> forward(event, name);
            }
        }
    }

    private void respond(Json head, byte[] body) {
        answered = true;
        OptionalLong status = head.member("status").map(Json::asLong).orElse(OptionalLong.empty());
        client.respond((int) status.orElse(502), Parcel.pairs(head, "headers"), body);
    }

    private void forward(SentEvent event, String name) throws IOException {
        EventStream open = stream;
        if (open == null || !name.startsWith(ParcelExchange.EVENT)) {
            return;
        }
        String own = name.length() > ParcelExchange.EVENT.length()
                ? name.substring(ParcelExchange.EVENT.length() + 1)
                : null;
        open.send(new SentEvent(event.id(), own, event.retry(), event.data()));
        told |= lost.isPresent() && isAnswer(event.data());
    }

    /** Whether a message ends the request, so that nothing is to be said in its place. */
    private static boolean isAnswer(byte[] data) {
        return data.length > 0
                && Frame.read(data, Errand.limits(data)) instanceof Frame.Single(Message.Response response);
    }

    private void finish() {
        EventStream open = stream;
        if (open != null) {
            try (open) {
                if (!answered && !told && lost.isPresent()) {
                    open.send(SentEvent.of(lost.get().toJson().toBytes()));
                }
            } catch (IOException e) {
                LOG.debug("A client left with its node: {}", e.getMessage());
            }
        } else if (!answered && !client.isGone()) {
            JsonReply.send(
                    client,
                    lost.isPresent() ? 200 : 502,
                    lost.orElseGet(() -> new Message.Failure(
                            null,
                            ErrorCode.INTERNAL_ERROR,
                            "The node of this hub that holds the session went in the middle of this: try again.",
                            null)));
        }
    }
}
