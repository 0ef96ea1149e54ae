package dev.nave.clients.connect;

import dev.nave.clients.file.DocumentException;
import dev.nave.clients.file.OwnedFile;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonException;
import dev.nave.protocol.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Remembers from one run to the next what was connected, in a file for its owner alone. */
final class Memory {
    /** In the place of a digest: there was no file. */
    static final String ABSENT = "absent";

    private final Path state;

    Memory(Path state) {
        this.state = state;
    }

    /**
     * One connection.
     *
     * @param entry what was put into the file
     * @param previous what stood there under the name
     * @param before the digest of the file as it was, which the backup has; {@link #ABSENT} when there was none; empty
     *     when that is not known any more
     * @param after the digest of the file with the entry
     */
    record Connection(Path file, String name, Json entry, Optional<Json> previous, String before, String after) {

        Json json() {
            JsonObject json = Json.object()
                    .put("file", file.toString())
                    .put("name", name)
                    .put("entry", entry)
                    .putIfPresent("previous", previous);
            return json.put("before", before).put("after", after).build();
        }

        static Connection of(Json json) {
            return new Connection(
                    Path.of(json.string("file").orElse("")),
                    json.string("name").orElse(""),
                    json.member("entry").orElse(Json.EMPTY_OBJECT),
                    json.member("previous"),
                    json.string("before").orElse(""),
                    json.string("after").orElse(""));
        }
    }

    Optional<Connection> find(Path file, String name) {
        Path absolute = file.toAbsolutePath();
        return all().stream()
                .filter(known -> known.file().equals(absolute) && known.name().equals(name))
                .findFirst();
    }

    void keep(Connection connection) throws IOException {
        Path absolute = connection.file().toAbsolutePath();
        List<Connection> others = others(absolute, connection.name());
        others.add(new Connection(
                absolute,
                connection.name(),
                connection.entry(),
                connection.previous(),
                connection.before(),
                connection.after()));
        write(others);
    }

    void forget(Path file, String name) throws IOException {
        write(others(file.toAbsolutePath(), name));
    }

    /** What is remembered; nothing when the file cannot be read: then entries are told by what they say. */
    List<Connection> all() {
        try {
            OwnedFile file = OwnedFile.read(state);
            return file.exists()
                    ? Json.parse(file.text()).member("connections").map(Json::elements).orElse(List.of()).stream()
                            .map(Connection::of)
                            .toList()
                    : List.of();
        } catch (IOException | JsonException | DocumentException _) {
            return List.of();
        }
    }

    private List<Connection> others(Path file, String name) {
        List<Connection> others = new ArrayList<>(all());
        others.removeIf(known -> known.file().equals(file) && known.name().equals(name));
        return others;
    }

    private void write(List<Connection> connections) throws IOException {
        Json all = Json.array(connections.stream().map(Connection::json).toList());
        OwnedFile.read(state)
                .write(Json.object().put("connections", all).build().raw() + "\n");
    }
}
