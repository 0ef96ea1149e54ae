package dev.nave.clients.table;

import dev.nave.clients.file.Document;
import dev.nave.protocol.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A server as it stands in a client's file.
 *
 * @param name as the client calls it
 * @param definition the same in Nave's keys; nothing when Nave cannot reach it, {@code notes} say why
 * @param file where it stands
 * @param line the line, from 1
 * @param project the directory it is for; nothing when it is for every one
 * @param notes what could not be said in Nave's words
 */
public record ClientServer(
        Client client,
        String name,
        Optional<Json> definition,
        Path file,
        int line,
        Optional<Path> project,
        List<String> notes) {

    public ClientServer {
        notes = List.copyOf(notes);
    }

    static ClientServer of(Client client, Document document, Keys.Entry entry, Path file, Machine machine) {
        Optional<Path> project = entry.project().map(Path::of);
        Notes notes = new Notes(machine, project.orElseGet(() -> projectOf(client, file, machine)), document);
        Optional<Json> definition = client.shape().read(entry.value().json(), client.dialect(), notes);
        if (definition.isEmpty() && notes.all().isEmpty()) {
            notes.add("It has neither a command nor a url.");
        }
        return new ClientServer(
                client, entry.name(), definition, file, document.line(entry.value()), project, notes.all());
    }

    /** The directory that a file of a project lies in, however deep; else where Nave runs. */
    private static Path projectOf(Client client, Path file, Machine machine) {
        Path absolute = machine.directory().resolve(file);
        return client.spots().stream()
                .filter(spot -> spot.scope() == Spot.Scope.PROJECT)
                .map(spot -> Path.of(spot.shown()))
                .filter(absolute::endsWith)
                .map(end -> up(absolute, end.getNameCount()))
                .findFirst()
                .orElse(machine.directory());
    }

    private static Path up(Path file, int steps) {
        Path at = file;
        for (int step = 0; step < steps && at.getParent() != null; step++) {
            at = at.getParent();
        }
        return at;
    }
}
