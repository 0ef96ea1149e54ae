package dev.nave.clients.table;

import dev.nave.clients.file.Document;
import dev.nave.clients.file.Step;
import dev.nave.clients.file.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Under which keys a client keeps its servers.
 *
 * @param ways ways of keys, the one to write to first; of two where one is the beginning of the other only one is used
 * @param list whether the servers are items of a list that say their name
 */
record Keys(List<List<String>> ways, boolean list) {
    /** Any key, which is the directory of a project. */
    static final String ANY = "*";

    static Keys of(String... way) {
        return new Keys(List.of(List.of(way)), false);
    }

    static Keys listOf(String... way) {
        return new Keys(List.of(List.of(way)), true);
    }

    Keys also(String... way) {
        List<List<String>> more = new ArrayList<>(ways);
        more.add(List.of(way));
        return new Keys(List.copyOf(more), list);
    }

    String shown() {
        return String.join(
                        ", ", ways.stream().map(way -> String.join(" › ", way)).toList())
                + (list ? " (a list)" : "");
    }

    /**
     * One entry.
     *
     * @param project the directory it is for, where the file says one
     */
    record Entry(String name, Tree value, List<Step> way, Optional<String> project) {}

    List<Entry> entries(Document document) {
        List<Entry> entries = new ArrayList<>();
        for (List<String> way : inUse(document)) {
            collect(document.root(), way, List.of(), Optional.empty(), entries);
        }
        return entries;
    }

    List<Step> way(Document document, String name) {
        List<Step> way = new ArrayList<>(Step.keys(inUse(document).getFirst().toArray(String[]::new)));
        way.add(list ? new Step.Item("name", name) : new Step.Key(name));
        return List.copyOf(way);
    }

    /** Of ways that begin alike the shorter counts where the longer leads nowhere and the shorter to something. */
    private List<List<String>> inUse(Document document) {
        List<String> first = ways.getFirst();
        for (List<String> way : ways.subList(1, ways.size())) {
            boolean shorter =
                    first.size() > way.size() && first.subList(0, way.size()).equals(way);
            if (!shorter) {
                continue;
            }
            boolean longLeads =
                    document.at(Step.keys(first.toArray(String[]::new))).isPresent();
            boolean shortLeads = document.at(Step.keys(way.toArray(String[]::new)))
                    .filter(tree -> tree instanceof Tree.Mapping mapping
                            && !mapping.members().isEmpty())
                    .isPresent();
            return List.of(longLeads || !shortLeads ? first : way);
        }
        return ways;
    }

    private void collect(Tree tree, List<String> way, List<Step> taken, Optional<String> project, List<Entry> entries) {
        if (way.isEmpty()) {
            servers(tree, taken, project, entries);
            return;
        }
        String key = way.getFirst();
        if (!(tree instanceof Tree.Mapping mapping)) {
            return;
        }
        for (Tree.Member member : mapping.members()) {
            if (key.equals(ANY) || key.equals(member.key())) {
                collect(
                        member.value(),
                        way.subList(1, way.size()),
                        Step.and(taken, new Step.Key(member.key())),
                        key.equals(ANY) ? Optional.of(member.key()) : project,
                        entries);
            }
        }
    }

    private void servers(Tree tree, List<Step> taken, Optional<String> project, List<Entry> entries) {
        if (list && tree instanceof Tree.Listing listing) {
            for (Tree item : listing.items()) {
                item.at(new Step.Key("name"))
                        .filter(Tree.Scalar.class::isInstance)
                        .map(name -> ((Tree.Scalar) name).text())
                        .ifPresent(name -> entries.add(
                                new Entry(name, item, Step.and(taken, new Step.Item("name", name)), project)));
            }
        }
        if (!list && tree instanceof Tree.Mapping mapping) {
            for (Tree.Member member : mapping.members()) {
                entries.add(
                        new Entry(member.key(), member.value(), Step.and(taken, new Step.Key(member.key())), project));
            }
        }
    }
}
