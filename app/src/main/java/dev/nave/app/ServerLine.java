package dev.nave.app;

import dev.nave.hub.ListKind;
import dev.nave.hub.aggregate.ServerStatus;
import dev.nave.hub.supervision.State;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.util.Locale;

/** One server as a line for people, or as JSON for programs. */
final class ServerLine {
    private ServerLine() {}

    static String text(ServerStatus server, int width) {
        String name =
                server.name() + " ".repeat(Math.max(0, width - server.name().length()));
        return name + "  "
                + switch (server.state()) {
                    case State.Ready ready -> "ready        " + ready(server, ready);
                    case State.BackingOff backing -> "failed       " + backing.reason() + " Nave tries again.";
                    case State.Failed failed -> "failed       " + failed.reason();
                    case State.Starting starting -> "starting";
                    case State.Stopped stopped -> "stopped";
                };
    }

    private static String ready(ServerStatus server, State.Ready ready) {
        return "%d tools  %s  in %s"
                .formatted(
                        server.counts().getOrDefault(ListKind.TOOLS, 0),
                        era(ready.opening().revision()),
                        seconds(ready.took().toMillis()));
    }

    private static String era(Revision revision) {
        return revision.wireName() + (revision.isModern() ? " (modern)" : " (legacy)");
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    static Json json(ServerStatus server) {
        var json = Json.object()
                .put("name", server.name())
                .put("state", server.state().word());
        switch (server.state()) {
            case State.Ready ready ->
                json.put("revision", ready.opening().revision().wireName())
                        .put("startMillis", ready.took().toMillis());
            case State.BackingOff backing -> json.put("reason", backing.reason());
            case State.Failed failed -> json.put("reason", failed.reason());
            case State.Starting starting -> {}
            case State.Stopped stopped -> {}
        }
        server.counts().forEach((kind, count) -> json.put(kind.member(), count));
        return json.build();
    }
}
