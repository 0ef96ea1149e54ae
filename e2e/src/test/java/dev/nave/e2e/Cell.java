package dev.nave.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A feature as one client has it of one server: what is published of it is filled by a run or by a sentence. */
record Cell(Feature feature, Era client, Wire over, Era server, Wire by) {

    /** Every combination there is, whether or not it can be. */
    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            for (Era client : Era.values()) {
                for (Era server : Era.values()) {
                    for (Wire over : Wire.values()) {
                        for (Wire by : Wire.values()) {
                            cells.add(new Cell(feature, client, over, server, by));
                        }
                    }
                }
            }
        }
        return cells;
    }

    /** The sentence that says why no hub can fill it; empty where one can. */
    Optional<String> impossible() {
        if (!over.carries(client)) {
            return Optional.of("HTTP+SSE belongs to revision 2024-11-05, and a client of 2026-07-28 has no part in it");
        }
        if (!by.carries(server)) {
            return Optional.of("HTTP+SSE belongs to revision 2024-11-05, and a server of 2026-07-28 has no part in it");
        }
        return feature.rules().stream()
                .filter(rule -> rule.forbids().test(this))
                .map(Rule::sentence)
                .findFirst();
    }

    /** Why some cells of a feature cannot be. */
    record Rule(java.util.function.Predicate<Cell> forbids, String sentence) {
        static Rule noModernClient(String sentence) {
            return new Rule(cell -> cell.client == Era.MODERN, sentence);
        }

        static Rule noLegacyClient(String sentence) {
            return new Rule(cell -> cell.client == Era.LEGACY, sentence);
        }

        static Rule noModernServer(String sentence) {
            return new Rule(cell -> cell.server == Era.MODERN, sentence);
        }

        /** For clients on other wires than Streamable HTTP. */
        static Rule onlyClientsOfHttp(String sentence) {
            return new Rule(cell -> !isHttp(cell.over), sentence);
        }

        /** For servers on other wires than Streamable HTTP. */
        static Rule onlyServersOfHttp(String sentence) {
            return new Rule(cell -> !isHttp(cell.by), sentence);
        }

        private static boolean isHttp(Wire wire) {
            return wire == Wire.HTTP || wire == Wire.UNIX;
        }
    }
}
