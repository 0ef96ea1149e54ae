package dev.nave.edge.upstream.wire;

import dev.nave.protocol.Method;
import dev.nave.protocol.message.Message;
import java.util.Optional;

/** Which notifications of a server may belong to a call. */
public final class Notices {
    private Notices() {}

    /** Whether it can be about a call at all: progress and log messages can. */
    public static boolean mayBelongToACall(Message.Notification notice) {
        return mail(notice).isPresent();
    }

    static Optional<Mail> mail(Message.Notification notice) {
        return switch (notice.method()) {
            case Method.PROGRESS -> Optional.of(new Mail.Progress(notice.params()));
            case Method.MESSAGE -> Optional.of(new Mail.Log(notice.params()));
            default -> Optional.empty();
        };
    }
}
