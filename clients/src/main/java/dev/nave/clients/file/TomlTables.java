package dev.nave.clients.file;

import dev.nave.clients.file.Tree.Listing;
import dev.nave.clients.file.Tree.Mapping;
import dev.nave.clients.file.Tree.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the statements of TOML together, and refuses what says a thing twice. */
final class TomlTables {
    private final String text;
    private final Table root = new Table(0, Made.BY_HEADER);
    private Table current = root;

    TomlTables(String text) {
        this.text = text;
    }

    Mapping root() {
        return root.tree();
    }

    /** A header: what follows goes there. */
    void open(List<String> way, boolean many, int start) {
        Table table = root;
        for (String key : way.subList(0, way.size() - 1)) {
            table = below(table, key, start, Made.IN_PASSING);
        }
        String last = way.getLast();
        Object there = table.members.get(last);
        if (many) {
            if (there != null && !(there instanceof Tables)) {
                throw twice(way, start);
            }
            Tables tables = there instanceof Tables known ? known : new Tables(start, new ArrayList<>());
            table.members.put(last, tables);
            current = new Table(start, Made.BY_HEADER);
            tables.items.add(current);
            return;
        }
        if (there == null) {
            current = new Table(start, Made.BY_HEADER);
            table.members.put(last, current);
        } else if (there instanceof Table known && known.made == Made.IN_PASSING) {
            known.made = Made.BY_HEADER;
            current = known;
        } else {
            throw twice(way, start);
        }
    }

    /** A pair below the last header. */
    void put(List<String> way, Tree value, int start) {
        Table table = current;
        for (String key : way.subList(0, way.size() - 1)) {
            boolean known = table.members.containsKey(key);
            table = below(table, key, start, Made.BY_DOTS);
            if (known && table.made == Made.BY_HEADER) {
                throw twice(way, start);
            }
        }
        if (table.members.putIfAbsent(way.getLast(), new Value(start, value)) != null) {
            throw twice(way, start);
        }
    }

    private Table below(Table table, String key, int start, Made made) {
        Object there = table.members.computeIfAbsent(key, _ -> new Table(start, made));
        return switch (there) {
            case Table known -> known;
            case Tables many -> many.items.getLast();
            default -> throw twice(List.of(key), start);
        };
    }

    private DocumentException twice(List<String> way, int start) {
        return DocumentException.at(
                text, start, "This is not TOML: '" + String.join(".", way) + "' is said twice: keep one of them.");
    }

    private enum Made {
        BY_HEADER,
        /** On the way to a header, so that its own may still come. */
        IN_PASSING,
        BY_DOTS
    }

    private record Value(int start, Tree value) {}

    private record Tables(int start, List<Table> items) {}

    private static final class Table {
        private final Map<String, Object> members = new LinkedHashMap<>();
        private final int start;
        private Made made;

        Table(int start, Made made) {
            this.start = start;
            this.made = made;
        }

        Mapping tree() {
            List<Member> list = new ArrayList<>();
            members.forEach((key, there) -> list.add(
                    switch (there) {
                        case Value value -> new Member(value.start, value.start, key, value.value);
                        case Table table -> new Member(table.start, table.start, key, table.tree());
                        case Tables many -> new Member(many.start, many.start, key, listing(many));
                        default -> throw new IllegalStateException("No member: " + there);
                    }));
            return new Mapping(start, start, list, false, false);
        }

        private static Listing listing(Tables many) {
            List<Tree> items = new ArrayList<>();
            many.items.forEach(table -> items.add(table.tree()));
            return new Listing(many.start, many.start, items, false, false);
        }
    }
}
