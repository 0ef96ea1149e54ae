package dev.nave.clients.table;

import dev.nave.clients.file.Document;
import dev.nave.clients.file.Step;
import dev.nave.clients.file.Tree;
import dev.nave.protocol.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What could not be said in Nave's words while a server was read, and what is known around it. For one thread. */
final class Notes {
    private final Machine machine;
    private final Path project;
    private final Document document;
    private final List<String> notes = new ArrayList<>();

    /**
     * @param project the directory that the file is for
     * @param document the whole file, for what servers refer to
     */
    Notes(Machine machine, Path project, Document document) {
        this.machine = machine;
        this.project = project;
        this.document = document;
    }

    void add(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }

    Machine machine() {
        return machine;
    }

    Path project() {
        return project;
    }

    /** What an input of Visual Studio Code is for. */
    String input(String id) {
        return document.at(Step.keys("inputs")).map(Tree::json).map(Json::elements).orElse(List.of()).stream()
                .filter(input -> input.string("id").filter(id::equals).isPresent())
                .flatMap(input -> input.string("description").stream())
                .findFirst()
                .orElse(id);
    }

    List<String> all() {
        return List.copyOf(notes);
    }
}
