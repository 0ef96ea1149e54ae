package dev.nave.edge.downstream.legacy;

import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The questions that are open with the client of one session. An answer is taken only under an id this very object made,
 * so that none reaches another session or another life of it. Safe for many threads.
 */
final class Inquiries {
    private final String life;
    private final AtomicLong count = new AtomicLong();
    private final Map<Id, Inquiry> open = new ConcurrentHashMap<>(2);
    /** Why there is no client any more; written once. */
    private volatile @Nullable String closed;

    /** @param life tells these ids from those of an earlier object for the same session */
    Inquiries(String life) {
        this.life = life;
    }

    /** Sends a question on a channel. */
    Inquiry ask(Channel channel, String method, Json params) {
        Inquiry inquiry = new Inquiry(Id.of(life + "." + count.incrementAndGet()), this, channel);
        open.put(inquiry.id(), inquiry);
        Message request = new Message.Request(inquiry.id(), method, params);
        channel.offer(Entry.Kind.REQUEST, request.toBytes());
        String over = closed;
        if (over != null) {
            inquiry.abandon(over);
        }
        return inquiry;
    }

    /** Gives a response to the question it answers; one that comes late or to no question of this session is dropped. */
    boolean answered(Message.Response response) {
        Id id = response.id();
        Inquiry inquiry = id == null ? null : open.get(id);
        return inquiry != null && inquiry.answer(response);
    }

    void forget(Inquiry inquiry) {
        open.remove(inquiry.id());
    }

    /** No answer will come any more. */
    void close(String reason) {
        closed = reason;
        open.values().forEach(inquiry -> inquiry.abandon(reason));
        open.clear();
    }

    static byte[] cancelled(Id id, String reason) {
        Json params =
                Json.object().put("requestId", id.value()).put("reason", reason).build();
        return new Message.Notification(Method.CANCELLED, params).toBytes();
    }
}
