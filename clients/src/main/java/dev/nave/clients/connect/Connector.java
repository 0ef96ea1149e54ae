package dev.nave.clients.connect;

import dev.nave.clients.file.Document;
import dev.nave.clients.file.DocumentException;
import dev.nave.clients.file.Likeness;
import dev.nave.clients.file.OwnedFile;
import dev.nave.clients.file.Step;
import dev.nave.clients.file.Tree;
import dev.nave.clients.table.Client;
import dev.nave.hub.Sha256;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Connects clients with Nave, and disconnects them. The file as it was is kept beside it; as long as nobody else edits
 * the file, disconnecting brings back every byte of it, and otherwise takes out the one entry and nothing else.
 */
public final class Connector {
    private static final String BACKUP = ".nave-backup";

    private final Memory memory;

    /**
     * @param state the file that remembers what was connected
     */
    public Connector(Path state) {
        this.memory = new Memory(state);
    }

    /**
     * An entry for Nave in a client's file.
     *
     * @throws DocumentException when the file cannot be read as a whole, or not be edited
     * @throws IOException when it cannot be read at all
     */
    public Change connect(Client client, Path path, String name, Json entry) throws IOException {
        OwnedFile file = OwnedFile.read(path);
        Document document = read(client, file);
        List<Step> way = client.way(document, name);
        Optional<Json> there = document.at(way).map(Tree::json);
        if (there.isPresent() && Likeness.same(there.get(), entry)) {
            return new Change.Nothing(client.title() + " is connected already: '" + name + "' in " + path + ".");
        }
        Optional<Memory.Connection> known = memory.find(path, name);
        String after = document.put(way, entry).text();
        Path backup = path.resolveSibling(path.getFileName() + BACKUP);
        boolean untouched = known.isPresent() && known.get().after().equals(Sha256.hex(file.bytes()));
        Optional<Json> previous = known.isPresent() ? known.get().previous() : there;
        String before = untouched
                ? known.get().before()
                : known.isPresent() ? "" : file.exists() ? Sha256.hex(file.bytes()) : Memory.ABSENT;
        Memory.Connection connection =
                new Memory.Connection(path, name, entry, previous, before, Sha256.hex(file.bytesOf(after)));
        boolean saved = file.exists() && known.isEmpty();
        return new Change.Edit(
                path, file.text(), after, saved ? Optional.of(backup) : Optional.empty(), there.isPresent(), () -> {
                    if (saved) {
                        OwnedFile.read(backup).replace(file.bytes());
                    }
                    memory.keep(connection);
                    file.write(after);
                });
    }

    /**
     * Takes Nave's entry out of a client's file.
     *
     * @param force whether an entry goes that is not as Nave put it there
     * @throws DocumentException when the file cannot be read as a whole, or not be edited
     * @throws IOException when it cannot be read at all
     */
    public Change disconnect(Client client, Path path, String name, boolean force) throws IOException {
        OwnedFile file = OwnedFile.read(path);
        Document document = read(client, file);
        List<Step> way = client.way(document, name);
        Optional<Json> there = document.at(way).map(Tree::json);
        Optional<Memory.Connection> known = memory.find(path, name);
        if (there.isEmpty()) {
            return new Change.Nothing(
                    client.title() + " is not connected: there is no '" + name + "' in " + path + ".");
        }
        boolean ours = known.isPresent() ? Likeness.same(known.get().entry(), there.get()) : looksLikeNave(there.get());
        if (!ours && !force) {
            return new Change.Refused("'" + name + "' in " + path + " is not as Nave put it there"
                    + (known.isPresent() ? ", somebody changed it" : "") + ": say --force to remove it all the same.");
        }
        Path backup = path.resolveSibling(path.getFileName() + BACKUP);
        Optional<Change> restored = known.flatMap(connection -> restored(file, connection, backup));
        if (restored.isPresent()) {
            return restored.get();
        }
        Optional<Json> previous = known.flatMap(Memory.Connection::previous);
        Document after = previous.isPresent() ? document.put(way, previous.get()) : document.remove(way);
        return new Change.Edit(path, file.text(), after.text(), Optional.empty(), previous.isPresent(), () -> {
            file.write(after.text());
            memory.forget(path, name);
            Files.deleteIfExists(backup);
        });
    }

    /** Every byte as it was, when nobody touched the file since. */
    private Optional<Change> restored(OwnedFile file, Memory.Connection connection, Path backup) {
        if (!connection.after().equals(Sha256.hex(file.bytes()))) {
            return Optional.empty();
        }
        if (connection.before().equals(Memory.ABSENT)) {
            return Optional.of(new Change.Edit(file.path(), file.text(), "", Optional.empty(), false, () -> {
                file.delete();
                memory.forget(connection.file(), connection.name());
            }));
        }
        try {
            OwnedFile kept = OwnedFile.read(backup);
            if (!connection.before().equals(Sha256.hex(kept.bytes()))) {
                return Optional.empty();
            }
            boolean replaced = connection.previous().isPresent();
            return Optional.of(
                    new Change.Edit(file.path(), file.text(), kept.text(), Optional.empty(), replaced, () -> {
                        file.replace(kept.bytes());
                        memory.forget(connection.file(), connection.name());
                        Files.deleteIfExists(backup);
                    }));
        } catch (IOException | DocumentException _) {
            return Optional.empty();
        }
    }

    private static Document read(Client client, OwnedFile file) {
        return file.exists() ? file.document() : Document.read(client.format(), "");
    }

    /** An entry that was put there by hand, or by a Nave that forgot. */
    private static boolean looksLikeNave(Json entry) {
        String words = entry.raw();
        return words.contains("nave") && (words.contains("\"stdio\"") || words.contains("/mcp\""));
    }
}
