package dev.nave.edge.upstream.wire;

import dev.nave.protocol.Method;
import dev.nave.protocol.message.Message;
import java.util.Optional;

/** Which notifications of a server may belong to a call. */
final class Notices {
    private Notices() {}

    static Optional<Mail> mail(Message.Notification notice) {
        return switch (notice.method()) {
            case Method.PROGRESS -> Optional.of(new Mail.Progress(notice.params()));
            case Method.MESSAGE -> Optional.of(new Mail.Log(notice.params()));
            default -> Optional.empty();
        };
    }
}
