package dev.nave.app.log;

import dev.nave.app.terminal.Characters;
import dev.nave.app.terminal.Colour;
import dev.nave.app.terminal.Terminal;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows lines of several logs, each behind the name of its log in a colour of its own. For one thread. */
final class LogPrinter {
    private static final List<Colour> NAMES =
            List.of(Colour.CYAN, Colour.GREEN, Colour.MAGENTA, Colour.BLUE, Colour.YELLOW);

    private final PrintWriter out;
    private final Terminal terminal;
    private final boolean json;
    private final Map<String, Colour> colours = new HashMap<>();
    private final ZoneId zone = ZoneId.systemDefault();
    private final DateTimeFormatter moment =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    private int width;
    private @Nullable LocalDate day = LocalDate.now(zone);

    LogPrinter(PrintWriter out, Terminal terminal, Collection<String> names, boolean json) {
        this.out = out;
        this.terminal = terminal;
        this.json = json;
        this.width = names.stream().mapToInt(String::length).max().orElse(0);
    }

    /** A line of a log. */
    record Entry(String log, LogLine line) {}

    void print(List<Entry> entries) {
        for (Entry entry : entries) {
            if (json) {
                out.println(entry.line().json().raw());
            } else {
                print(entry);
            }
        }
        if (!entries.isEmpty()) {
            out.flush();
        }
    }

    private void print(Entry entry) {
        LogLine line = entry.line();
        LocalDate on = LocalDate.ofInstant(line.time(), zone);
        if (!on.equals(day)) {
            out.println(terminal.in(Colour.DIM, "-- " + on + " --"));
            day = on;
        }
        width = Math.max(width, entry.log().length());
        Colour colour = colours.computeIfAbsent(entry.log(), _ -> NAMES.get(colours.size() % NAMES.size()));
        String head = terminal.in(Colour.DIM, moment.format(line.time())) + " "
                + terminal.in(colour, Characters.padded(entry.log(), width)) + " ";
        out.println(head + level(line) + terminal.shown(line.shown()));
        line.trace().ifPresent(trace -> out.println(terminal.shown(trace.stripTrailing())));
    }

    /** What goes without saying is not said: what a server writes is of no level. */
    private String level(LogLine line) {
        return switch (line.level()) {
            case "ERROR" -> terminal.in(Colour.RED, "error ");
            case "WARN" -> terminal.in(Colour.YELLOW, "warning ");
            default -> "";
        };
    }
}
