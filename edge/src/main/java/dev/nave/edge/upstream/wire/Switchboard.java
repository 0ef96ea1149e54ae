package dev.nave.edge.upstream.wire;

import dev.nave.hub.Reply;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls in flight on one wire, by their ids and progress tokens. Safe for many threads; never waits. */
public final class Switchboard {
    private final Map<Id, Call> byId = new HashMap<>();
    private final Map<Id, Call> byToken = new HashMap<>();
    private @Nullable String gone;

    /** Puts a call on the board. False when the wire is gone: then the call has been told. */
    public boolean add(Call call) {
        String reason;
        synchronized (this) {
            reason = gone;
            if (reason == null) {
                byId.put(call.id(), call);
                Id token = call.token();
                if (token != null) {
                    byToken.put(token, call);
                }
            }
        }
        if (reason != null) {
            call.deliver(new Mail.Ended(new Outcome.Lost(reason, Reply.Ran.SURELY_NOT)));
        }
        return reason == null;
    }

    public synchronized void remove(Call call) {
        byId.remove(call.id());
        Id token = call.token();
        if (token != null) {
            byToken.remove(token);
        }
    }

    /** Delivers a response to its call; false when nobody waits for it, as after a cancellation. */
    public boolean answer(Message.Response response) {
        Call call;
        Id id = response.id();
        synchronized (this) {
            call = id == null ? null : byId.get(id);
        }
        if (call == null) {
            return false;
        }
        call.deliver(new Mail.Answer(response));
        return true;
    }

    /** Delivers progress to the call its token belongs to; false when it is no progress, or of no call. */
    public boolean progress(Message.Notification notice) {
        Json token = notice.params().find("progressToken");
        if (!notice.method().equals(Method.PROGRESS) || token == null) {
            return false;
        }
        Call call = ofToken(token);
        if (call == null) {
            return false;
        }
        call.deliver(new Mail.Progress(notice.params()));
        return true;
    }

    /** The call that carries this progress token. */
    public synchronized @Nullable Call ofToken(Json token) {
        return switch (token.kind()) {
            case STRING, NUMBER -> byToken.get(new Id(token));
            case OBJECT, ARRAY, BOOLEAN, NULL -> null;
        };
    }

    /** The wire is gone: every call in flight is told, and every later one. */
    public void lose(String reason) {
        List<Call> told;
        synchronized (this) {
            if (gone != null) {
                return;
            }
            gone = reason;
            told = new ArrayList<>(byId.values());
            byId.clear();
            byToken.clear();
        }
        Mail ended = new Mail.Ended(new Outcome.Lost(reason, Reply.Ran.PERHAPS));
        told.forEach(call -> call.deliver(ended));
    }

    public synchronized int size() {
        return byId.size();
    }
}
