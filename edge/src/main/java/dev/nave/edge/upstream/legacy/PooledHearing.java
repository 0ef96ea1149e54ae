package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.ListKind;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a caller's session says is for that caller, changes of resources too. Safe for many threads. */
final class PooledHearing implements Hearing {
    private final Terms terms;
    private final Key key;
    private final Tasks tasks;
    private @Nullable Runnable whenClosed;
    private boolean closed;

    PooledHearing(Terms terms, Key key, Tasks tasks) {
        this.tasks = tasks;
        this.terms = terms;
        this.key = key;
    }

    /** Run once the session is over, at once if it is. */
    void whenClosed(Runnable listener) {
        synchronized (this) {
            if (!closed) {
                whenClosed = listener;
                return;
            }
        }
        listener.run();
    }

    @Override
    public void listChanged(ListKind kind) {
        // Some servers tell only the session whose call changed a list.
        terms.feed().listChanged(kind);
    }

    @Override
    public void resourceUpdated(String uri, Json params) {
        terms.feed().resourceUpdated(key.principal(), uri, params);
    }

    @Override
    public void taskChanged(String id) {
        terms.feed().taskChanged(id, Optional.empty());
    }

    @Override
    public boolean asked(Message.Request question) {
        return tasks.asked(question);
    }

    @Override
    public void said(Message.Notification notice) {
        if (key.principal().isPresent()) {
            terms.feed().said(key.principal(), key.client(), notice.method(), notice.params());
        }
    }

    @Override
    public void closed(String reason) {
        Runnable listener;
        synchronized (this) {
            closed = true;
            listener = whenClosed;
        }
        if (listener != null) {
            listener.run();
        }
    }
}
