package dev.nave.app.status;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.terminal.Table;
import dev.nave.app.terminal.Terminal;
import dev.nave.protocol.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Says which servers are connected, for whoever watches a hub from outside: text for people, an exit code for programs. */
public final class HealthCheck {
    private HealthCheck() {}

    /**
     * Prints a line for each server, and answers the exit code: 0 when all that are used are connected.
     *
     * @param status as the hub's tool {@code status} says it to an administrator
     */
    public static int print(Json status, PrintWriter out, Terminal terminal) {
        List<Json> servers = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        collect(status, "", servers, troubles);
        boolean well = true;
        Table table = new Table("SERVER", "URL", "STATE", "TOOLS", "WHY");
        for (Json server : servers) {
            String state = server.string("state").orElse("?");
            well &= isWell(state);
            table.row(
                    server.string("name").orElse("?"),
                    server.string("url").orElse("-"),
                    state,
                    server.member("tools").map(Json::raw).orElse("-"),
                    server.string("reason").orElse(""));
        }
        table.print(out, terminal);
        troubles.forEach(out::println);
        status.member("connections").ifPresent(counts -> out.println(StatusTable.counts(counts)));
        out.flush();
        return well && !servers.isEmpty() ? 0 : CommandFailure.FAILED;
    }

    /** Those behind a server stand for it. */
    private static void collect(Json status, String head, List<Json> servers, List<String> troubles) {
        status.string("trouble").ifPresent(troubles::add);
        for (Json server : status.member("servers").map(Json::elements).orElse(List.of())) {
            String name = head + server.string("name").orElse("?");
            if (server.find("servers") == null) {
                servers.add(server.edit().put("name", name).build());
            } else {
                collect(server, name + "/", servers, troubles);
            }
        }
    }

    private static boolean isWell(String state) {
        return switch (state) {
            case "ready", "degraded", "idle", "disabled" -> true;
            default -> false;
        };
    }
}
