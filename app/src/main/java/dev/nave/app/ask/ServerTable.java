package dev.nave.app.ask;

import dev.nave.app.status.StatusTable;
import dev.nave.app.terminal.Table;
import dev.nave.app.terminal.Terminal;
import dev.nave.hub.ListKind;
import dev.nave.hub.aggregate.ServerStatus;
import dev.nave.hub.supervision.State;
import dev.nave.protocol.Revision;
import java.util.List;

/** How the servers of a hub of this very command do. */
final class ServerTable {
    private ServerTable() {}

    static Table of(List<ServerStatus> servers) {
        Table table = new Table("SERVER", "STATE", "TOOLS", "REVISION", "WHY");
        for (ServerStatus server : servers) {
            String word = server.state().word();
            table.row(
                    StatusTable.paint(word, Terminal.out()),
                    server.name(),
                    word,
                    server.counts().containsKey(ListKind.TOOLS)
                            ? String.valueOf(server.counts().get(ListKind.TOOLS))
                            : "-",
                    revision(server.state()),
                    server.state().why().orElse(""));
        }
        return table;
    }

    private static String era(Revision revision) {
        return revision.wireName() + (revision.isModern() ? " (modern)" : " (legacy)");
    }

    private static String revision(State state) {
        return switch (state) {
            case State.Ready ready -> era(ready.opening().revision());
            case State.Degraded degraded -> era(degraded.opening().revision());
            case State.BackingOff _,
                    State.Failed _,
                    State.Idle _,
                    State.Starting _,
                    State.Stopping _,
                    State.Stopped _,
                    State.Disabled _ -> "-";
        };
    }
}
