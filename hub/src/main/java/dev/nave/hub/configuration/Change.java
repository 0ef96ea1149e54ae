package dev.nave.hub.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What another configuration means for a hub that runs.
 *
 * @param added servers that are used from now on
 * @param removed servers that are no longer used: gone, or not enabled any more
 * @param restarted servers that are reached, told or watched otherwise and are started anew
 * @param adjusted servers of which something else changed, which needs no start
 * @param retried servers that are as they were, had failed for good, and are tried once more
 * @param taken keys at the top of the file that hold from now on
 * @param held keys at the top of the file that changed and hold only once Nave is started anew
 */
public record Change(
        List<String> added,
        List<String> removed,
        List<String> restarted,
        List<String> adjusted,
        List<String> retried,
        List<String> taken,
        List<String> held) {

    public Change {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        restarted = List.copyOf(restarted);
        adjusted = List.copyOf(adjusted);
        retried = List.copyOf(retried);
        taken = List.copyOf(taken);
        held = List.copyOf(held);
    }

    /** What {@code after} changes where {@code before} is in force; servers in configured order. */
    public static Change between(Configuration before, Configuration after) {
        List<String> added = new ArrayList<>();
        List<String> restarted = new ArrayList<>();
        List<String> adjusted = new ArrayList<>();
        for (ServerSettings server : after.servers()) {
            Optional<ServerSettings> old = before.server(server.name()).filter(ServerSettings::enabled);
            if (!server.enabled()) {
                continue;
            }
            if (old.isEmpty()) {
                added.add(server.name());
            } else if (old.get().needsRestartFor(server)) {
                restarted.add(server.name());
            } else if (!old.get().isSameFor(server)) {
                adjusted.add(server.name());
            }
        }
        List<String> removed = before.servers().stream()
                .filter(ServerSettings::enabled)
                .map(ServerSettings::name)
                .filter(name ->
                        after.server(name).filter(ServerSettings::enabled).isEmpty())
                .toList();
        return new Change(
                added,
                removed,
                restarted,
                adjusted,
                List.of(),
                taken(before, after),
                held(before.node(), after.node()));
    }

    private static List<String> taken(Configuration before, Configuration after) {
        List<String> taken = new ArrayList<>();
        note(taken, "names", before.names() == after.names());
        note(taken, "keys", before.keys().equals(after.keys()));
        note(taken, "instructions", before.instructions().equals(after.instructions()));
        note(taken, "the order of servers", order(before, after).equals(order(after, before)));
        return taken;
    }

    private static List<String> held(NodeSettings before, NodeSettings after) {
        List<String> held = new ArrayList<>();
        note(held, "listen", before.listen().equals(after.listen()));
        note(held, "logs", before.logs().equals(after.logs()));
        note(held, "waits", before.waits().isSameForTheHub(after.waits()));
        note(held, "bounds", before.bounds().equals(after.bounds()));
        note(held, "seals", before.seals().equals(after.seals()));
        note(held, "replicas", before.replicas().equals(after.replicas()));
        note(held, "state", before.state().equals(after.state()));
        note(held, "secrets", before.secrets().equals(after.secrets()));
        note(held, "signIn", before.signIn().equals(after.signIn()));
        return held;
    }

    /** Those of one that are in the other too. */
    private static List<String> order(Configuration one, Configuration other) {
        return one.servers().stream()
                .map(ServerSettings::name)
                .filter(name -> other.server(name).isPresent())
                .toList();
    }

    private static void note(List<String> changed, String key, boolean same) {
        if (!same) {
            changed.add(key);
        }
    }

    /** The same, with servers that are tried once more. */
    public Change withRetried(List<String> servers) {
        return new Change(added, removed, restarted, adjusted, servers, taken, held);
    }

    public boolean isEmpty() {
        return added.isEmpty()
                && removed.isEmpty()
                && restarted.isEmpty()
                && adjusted.isEmpty()
                && retried.isEmpty()
                && taken.isEmpty()
                && held.isEmpty();
    }

    /** One line for people. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        say(parts, "added ", added);
        say(parts, "removed ", removed);
        say(parts, "restarted ", restarted);
        say(parts, "adjusted ", adjusted);
        say(parts, "tried again ", retried);
        say(parts, "taken over ", taken);
        say(parts, "needs a restart of Nave: ", held);
        return parts.isEmpty() ? "nothing changed" : String.join("; ", parts);
    }

    private static void say(List<String> parts, String head, List<String> names) {
        if (!names.isEmpty()) {
            parts.add(head + String.join(", ", names));
        }
    }
}
