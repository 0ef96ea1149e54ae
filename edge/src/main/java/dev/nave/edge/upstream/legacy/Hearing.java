package dev.nave.edge.upstream.legacy;

import dev.nave.hub.ListKind;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;

/** Told what a session's server says outside calls; on a thread that reads, so it must return at once. */
interface Hearing {
    void listChanged(ListKind kind);

    void resourceUpdated(String uri, Json params);

    /** A task changed, as {@code notifications/tasks/status} says. */
    void taskChanged(String id);

    /** A question that arrived on no call's stream; whether it was a task's, and is taken care of. */
    boolean asked(Message.Request question);

    /** A notification for people that belongs to no call in flight. */
    void said(Message.Notification notice);

    /** The session is over. Called at most once. */
    void closed(String reason);
}
