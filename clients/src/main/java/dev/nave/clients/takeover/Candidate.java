package dev.nave.clients.takeover;

import dev.nave.clients.table.ClientServer;
import dev.nave.protocol.json.Json;
import java.util.List;

/**
 * A server that could be taken over.
 *
 * @param name the name it gets in Nave
 * @param definition in Nave's keys; an empty object when it is {@link Verdict.Unreachable}
 * @param sources where it was found, the first counts; several when they say the same
 * @param secrets what stands in it in plain text
 * @param unpinned packages without a version
 * @param notes what could not be said in Nave's words
 */
public record Candidate(
        String name,
        Json definition,
        List<ClientServer> sources,
        Verdict verdict,
        List<PlainSecret> secrets,
        List<Unpinned> unpinned,
        List<String> notes) {

    public Candidate {
        sources = List.copyOf(sources);
        secrets = List.copyOf(secrets);
        unpinned = List.copyOf(unpinned);
        notes = List.copyOf(notes);
    }

    public boolean isNew() {
        return verdict instanceof Verdict.New;
    }

    /** The same under another name, which is free. */
    Candidate renamed(String other) {
        return new Candidate(
                other, definition, sources, new Verdict.New(), SecretSigns.in(other, definition), unpinned, notes);
    }
}
