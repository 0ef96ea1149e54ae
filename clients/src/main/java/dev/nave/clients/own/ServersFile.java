package dev.nave.clients.own;

import dev.nave.clients.file.Document;
import dev.nave.clients.file.DocumentException;
import dev.nave.clients.file.Format;
import dev.nave.clients.file.OwnedFile;
import dev.nave.clients.file.Step;
import dev.nave.clients.file.Tree;
import dev.nave.hub.configuration.ConfigurationReader;
import dev.nave.hub.configuration.Problem;
import dev.nave.hub.configuration.Reading;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration of Nave's, YAML or JSON, and the edits made to it so far. Immutable: an edit makes another one, and
 * {@link #write} is the only method that changes anything.
 */
public final class ServersFile {
    private static final String SERVERS = "mcpServers";

    private final OwnedFile file;
    private final Document document;

    private ServersFile(OwnedFile file, Document document) {
        this.file = file;
        this.document = document;
    }

    /**
     * Reads a file; one that does not exist is a configuration without servers.
     *
     * @throws DocumentException when it cannot be read as a whole, or is the file of a client
     * @throws IOException when it cannot be read at all
     */
    public static ServersFile read(Path path) throws IOException {
        OwnedFile file = OwnedFile.read(path);
        Document document = Document.read(Format.of(path, file.text()), file.text());
        boolean clients = document.format() == Format.JSON
                && document.at(Step.keys(SERVERS)).isEmpty()
                && (document.at(Step.keys("servers")).isPresent()
                        || document.at(Step.keys("mcp")).isPresent());
        if (clients) {
            throw DocumentException.of(
                    "This is the file of a client, not a configuration of Nave's: name another file, and take its"
                            + " servers over with 'nave import " + path + "'.");
        }
        return new ServersFile(file, document);
    }

    public Path path() {
        return file.path();
    }

    /** Whether the file is there already. */
    public boolean exists() {
        return file.exists();
    }

    /** What the file said when it was read. */
    public String before() {
        return file.text();
    }

    /** What it is to say. */
    public String text() {
        return document.text();
    }

    public boolean isChanged() {
        return !document.text().equals(file.text());
    }

    /** The servers by name, in the order written. */
    public Map<String, Json> servers() {
        Map<String, Json> servers = new LinkedHashMap<>();
        document.at(Step.keys(SERVERS)).ifPresent(tree -> {
            if (tree instanceof Tree.Mapping mapping) {
                mapping.members()
                        .forEach(member ->
                                servers.put(member.key(), member.value().json()));
            }
        });
        return servers;
    }

    /** With a server of this name, new or in place of the one there is. */
    public ServersFile with(String name, Json definition) {
        return new ServersFile(file, document.put(Step.keys(SERVERS, name), definition));
    }

    public ServersFile without(String name) {
        return new ServersFile(file, document.remove(Step.keys(SERVERS, name)));
    }

    /** With a server switched on or off, by the key that it has for this or else by {@code enabled}. */
    public ServersFile switched(String name, boolean on) {
        boolean negated = document.at(Step.keys(SERVERS, name, "disabled")).isPresent();
        Optional<Tree> there = document.at(Step.keys(SERVERS, name, "enabled"));
        if (!negated && there.isEmpty() && on) {
            return this;
        }
        String key = negated ? "disabled" : "enabled";
        return new ServersFile(file, document.put(Step.keys(SERVERS, name, key), Json.of(negated != on)));
    }

    /** What is wrong with it now that was not before: as Nave reads it, with every place. */
    public List<Problem> problems(ConfigurationReader reader) {
        List<String> before = new ArrayList<>(
                wrong(reader, file.text()).stream().map(Problem::text).toList());
        // Each of them excuses one, and the first, since what is new comes last.
        return wrong(reader, document.text()).stream()
                .filter(problem -> !before.remove(problem.text()))
                .toList();
    }

    private List<Problem> wrong(ConfigurationReader reader, String text) {
        return switch (reader.read(file.path(), text)) {
            case Reading.Read _ -> List.of();
            case Reading.Refused refused -> refused.problems();
        };
    }

    /**
     * Writes the file, if anything changed.
     *
     * @throws IOException when it cannot be written, or was changed by somebody else since it was read
     */
    public void write() throws IOException {
        if (isChanged()) {
            file.write(document.text());
        }
    }
}
