package dev.nave.app.run;

import dev.nave.hub.Connector.Opening;
import dev.nave.hub.ListKind;
import dev.nave.hub.aggregate.ServerStatus;
import dev.nave.hub.supervision.State;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.Locale;

/** One server as a line for people, or as JSON for programs. */
public final class ServerLine {
    private ServerLine() {}

    public static String text(ServerStatus server, int width) {
        String name =
                server.name() + " ".repeat(Math.max(0, width - server.name().length()));
        return name + "  "
                + switch (server.state()) {
                    case State.Ready ready -> "ready        " + ready(server, ready.opening(), ready.took());
                    case State.Degraded degraded ->
                        "degraded     " + ready(server, degraded.opening(), degraded.took()) + "  " + degraded.reason();
                    case State.BackingOff backing -> "failed       " + backing.reason() + " Nave tries again.";
                    case State.Failed failed -> "failed       " + failed.reason();
                    case State.Idle idle -> "idle         " + idle.reason();
                    case State.Starting starting -> "starting";
                    case State.Stopping stopping -> "stopping     " + stopping.reason();
                    case State.Stopped stopped -> "stopped      " + stopped.reason();
                    case State.Disabled disabled -> "disabled";
                };
    }

    private static String ready(ServerStatus server, Opening opening, Duration took) {
        return "%d tools  %s  in %s"
                .formatted(
                        server.counts().getOrDefault(ListKind.TOOLS, 0),
                        era(opening.revision()),
                        seconds(took.toMillis()));
    }

    private static String era(Revision revision) {
        return revision.wireName() + (revision.isModern() ? " (modern)" : " (legacy)");
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    public static Json json(ServerStatus server) {
        var json = Json.object()
                .put("name", server.name())
                .put("state", server.state().word());
        server.state().why().ifPresent(reason -> json.put("reason", reason));
        if (server.state() instanceof State.Ready ready) {
            json.put("revision", ready.opening().revision().wireName())
                    .put("startMillis", ready.took().toMillis());
        }
        server.counts().forEach((kind, count) -> json.put(kind.member(), count));
        return json.build();
    }
}
