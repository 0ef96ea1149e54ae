package dev.nave.edge.upstream.wire;

import dev.nave.protocol.Method;
import dev.nave.protocol.message.Message;
import java.util.Optional;
import java.util.Set;

/** Which notifications of a server may belong to a call. */
public final class Notices {
    /** Of some revision, and about no call. */
    private static final Set<String> ABOUT_NO_CALL = Set.of(
            Method.INITIALIZED,
            Method.CANCELLED,
            Method.TOOLS_CHANGED,
            Method.PROMPTS_CHANGED,
            Method.RESOURCES_CHANGED,
            Method.RESOURCE_UPDATED,
            Method.ROOTS_CHANGED,
            Method.ELICITATION_COMPLETE,
            Method.ACKNOWLEDGED,
            Method.TASK_STATUS,
            Method.TASKS);

    private Notices() {}

    /** Whether it can be about a call at all: progress, log messages and what no revision defines can. */
    public static boolean mayBelongToACall(Message.Notification notice) {
        return mail(notice).isPresent();
    }

    /** The notification as mail for the call it is about; nothing when it is about none. */
    public static Optional<Mail> mail(Message.Notification notice) {
        return switch (notice.method()) {
            case Method.PROGRESS -> Optional.of(new Mail.Progress(notice.params()));
            case Method.MESSAGE -> Optional.of(new Mail.Log(notice.params()));
            default ->
                ABOUT_NO_CALL.contains(notice.method())
                        ? Optional.empty()
                        : Optional.of(new Mail.Opaque(notice.method(), notice.params()));
        };
    }
}
