package dev.nave.app.status;

import dev.nave.app.terminal.Colour;
import dev.nave.app.terminal.Table;
import dev.nave.app.terminal.Terminal;
import dev.nave.protocol.json.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** How servers are doing, as a table for people: what the hub's tool {@code status} says. */
public final class StatusTable {
    private StatusTable() {}

    public static String of(Json status, Terminal terminal) {
        Table table = new Table("SERVER", "STATE", "SINCE", "TOOLS", "REVISION", "WHY");
        rows(status, "", table, terminal);
        List<String> lines = new ArrayList<>(table.lines(terminal));
        status.member("connections").map(StatusTable::counts).ifPresent(lines::add);
        return String.join("\n", lines);
    }

    /** A row for each server, those behind another one below it. */
    private static void rows(Json status, String indent, Table table, Terminal terminal) {
        for (Json server : status.member("servers").map(Json::elements).orElse(List.of())) {
            String next = server.string("next")
                    .map(moment -> " Tried again at " + time(moment) + ".")
                    .orElse("");
            table.row(
                    paint(server.string("state").orElse(""), terminal),
                    indent + server.string("name").orElse("?"),
                    server.string("state").orElse("?"),
                    server.string("since").map(StatusTable::time).orElse(""),
                    server.member("tools").map(Json::raw).orElse("-"),
                    server.string("revision").orElse("-"),
                    server.string("reason").orElse("") + next);
            rows(server, indent + "  ", table, terminal);
        }
    }

    /** The colour of a state: what needs a look stands out. */
    public static UnaryOperator<String> paint(String state, Terminal terminal) {
        return text -> switch (state) {
            case "ready" -> terminal.in(Colour.GREEN, text);
            case "failed" -> terminal.in(Colour.RED, text);
            case "degraded", "backing off" -> terminal.in(Colour.YELLOW, text);
            default -> terminal.in(Colour.DIM, text);
        };
    }

    static String counts(Json counts) {
        return counts.names().stream()
                .map(name -> counts.member(name).map(Json::raw).orElse("?") + " " + name)
                .collect(Collectors.joining(", "));
    }

    private static String time(String moment) {
        try {
            return DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneId.systemDefault())
                    .format(Instant.parse(moment));
        } catch (DateTimeParseException e) {
            return moment;
        }
    }
}
