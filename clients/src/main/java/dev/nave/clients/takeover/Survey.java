package dev.nave.clients.takeover;

import dev.nave.clients.file.Likeness;
import dev.nave.clients.table.ClientServer;
import dev.nave.hub.configuration.ServerNames;
import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the servers of clients with each other and with Nave's own. */
public final class Survey {
    private final Map<String, Json> own;
    private final Versions versions;
    private final boolean renaming;
    private final Map<String, Candidate> taken = new LinkedHashMap<>();
    private final List<Candidate> candidates = new ArrayList<>();

    private Survey(Map<String, Json> own, Versions versions, boolean renaming) {
        this.own = own;
        this.versions = versions;
        this.renaming = renaming;
    }

    /**
     * What would become of each server.
     *
     * @param found the servers, in the order in which a name is given away
     * @param own Nave's own by name
     * @param renaming whether a server whose name is another's is taken under a name with its client's
     */
    public static List<Candidate> of(
            List<ClientServer> found, Map<String, Json> own, Versions versions, boolean renaming) {
        Survey survey = new Survey(own, versions, renaming);
        found.forEach(survey::look);
        return List.copyOf(survey.candidates);
    }

    private void look(ClientServer server) {
        String name = ServerNames.fitting(server.name());
        if (server.definition().isEmpty()) {
            add(candidate(name, Json.EMPTY_OBJECT, server, new Verdict.Unreachable()));
            return;
        }
        Json definition = server.definition().get();
        if (isNave(definition)) {
            add(candidate(name, definition, server, new Verdict.Self()));
            return;
        }
        Optional<Candidate> same = candidates.stream()
                .filter(other -> other.name().equals(name) && Likeness.same(other.definition(), definition))
                .findFirst();
        if (same.isPresent()) {
            addSource(same.get(), server);
            return;
        }
        Optional<String> known = own.entrySet().stream()
                .filter(entry -> Likeness.same(entry.getValue(), definition))
                .map(Map.Entry::getKey)
                .findFirst();
        if (known.isPresent()) {
            add(candidate(name, definition, server, new Verdict.Known(known.get())));
            return;
        }
        Optional<String> rival = rival(name);
        Candidate candidate = candidate(
                name,
                definition,
                server,
                rival.<Verdict>map(Verdict.Conflict::new).orElseGet(Verdict.New::new));
        if (rival.isPresent() && renaming) {
            candidate = candidate.renamed(free(name, server.client().id()));
        }
        add(candidate);
    }

    private Optional<String> rival(String name) {
        for (String there : own.keySet()) {
            if (alike(there, name)) {
                return Optional.of("Nave's own '" + there + "'");
            }
        }
        for (Candidate other : taken.values()) {
            if (alike(other.name(), name)) {
                ClientServer source = other.sources().getFirst();
                return Optional.of("that of " + source.client().title() + ", " + source.file() + ":" + source.line());
            }
        }
        return Optional.empty();
    }

    /** Nave tells names apart by more than case and '_' for '-'. */
    private static boolean alike(String one, String other) {
        return one.equalsIgnoreCase(other) || one.replace('_', '-').equalsIgnoreCase(other.replace('_', '-'));
    }

    private String free(String name, String client) {
        String wanted = ServerNames.fitting(name + "-" + client);
        int count = 2;
        String free = wanted;
        while (rival(free).isPresent()) {
            free = ServerNames.fitting(name + "-" + client + "-" + count++);
        }
        return free;
    }

    private void add(Candidate candidate) {
        candidates.add(candidate);
        if (candidate.isNew()) {
            taken.put(candidate.name(), candidate);
        }
    }

    private void addSource(Candidate candidate, ClientServer server) {
        List<ClientServer> sources = new ArrayList<>(candidate.sources());
        sources.add(server);
        Candidate more = new Candidate(
                candidate.name(),
                candidate.definition(),
                sources,
                candidate.verdict(),
                candidate.secrets(),
                candidate.unpinned(),
                candidate.notes());
        candidates.set(candidates.indexOf(candidate), more);
        taken.replace(candidate.name(), more);
    }

    private Candidate candidate(String name, Json definition, ClientServer server, Verdict verdict) {
        List<String> notes = new ArrayList<>(server.notes());
        if (!name.equals(server.name())) {
            notes.add("The client calls it '" + server.name() + "'.");
        }
        return new Candidate(
                name,
                definition,
                List.of(server),
                verdict,
                SecretSigns.in(name, definition),
                Unpinned.in(definition, versions),
                notes);
    }

    /** Whether an entry is Nave: a hub that is its own server would ask itself without an end. */
    private static boolean isNave(Json definition) {
        String command = definition.string("command").orElse("");
        boolean nave = command.matches("(?:.*[/\\\\])?nave(?:\\.cmd|\\.exe)?");
        boolean stdio = definition.member("args").map(Json::elements).orElse(List.of()).stream()
                .findFirst()
                .filter(first -> first.isString() && first.text().equals("stdio"))
                .isPresent();
        return nave && stdio;
    }
}
