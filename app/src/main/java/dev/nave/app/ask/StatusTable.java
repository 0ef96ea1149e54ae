package dev.nave.app.ask;

import dev.nave.protocol.json.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How servers are doing, as a table for people: what the hub's tool {@code status} says. */
final class StatusTable {
    private static final List<String> HEAD = List.of("SERVER", "STATE", "SINCE", "TOOLS", "REVISION", "WHY");

    private StatusTable() {}

    static String of(Json status) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        rows(status, "", rows);
        String table = table(rows);
        return status.member("connections")
                .map(counts -> table + "\n" + counts(counts))
                .orElse(table);
    }

    /** A row for each server, those behind another one below it. */
    private static void rows(Json status, String indent, List<List<String>> rows) {
        for (Json server : status.member("servers").map(Json::elements).orElse(List.of())) {
            String next = server.string("next")
                    .map(moment -> " Tried again at " + time(moment) + ".")
                    .orElse("");
            rows.add(List.of(
                    indent + server.string("name").orElse("?"),
                    server.string("state").orElse("?"),
                    server.string("since").map(StatusTable::time).orElse(""),
                    server.member("tools").map(Json::raw).orElse("-"),
                    server.string("revision").orElse("-"),
                    server.string("reason").orElse("") + next));
            rows(server, indent + "  ", rows);
        }
    }

    static String counts(Json counts) {
        return counts.names().stream()
                .map(name -> counts.member(name).map(Json::raw).orElse("?") + " " + name)
                .collect(Collectors.joining(", "));
    }

    static String table(List<List<String>> rows) {
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(String.format(Locale.ROOT, "%-" + (width(rows, column) + 2) + "s", row.get(column)));
            }
            table.append(line.toString().stripTrailing()).append('\n');
        }
        return table.toString().stripTrailing();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
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
