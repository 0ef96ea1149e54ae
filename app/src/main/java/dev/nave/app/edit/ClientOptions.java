package dev.nave.app.edit;

import dev.nave.app.cli.CommandFailure;
import dev.nave.clients.connect.Change;
import dev.nave.clients.connect.Connector;
import dev.nave.clients.file.Diff;
import dev.nave.clients.file.Document;
import dev.nave.clients.file.DocumentException;
import dev.nave.clients.file.Format;
import dev.nave.clients.table.Client;
import dev.nave.clients.table.Machine;
import dev.nave.clients.table.Spot;
import dev.nave.clients.takeover.SecretSigns;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which entry of which client a command is about. */
final class ClientOptions {
    @Option(names = "--name", paramLabel = "NAME", description = "What the client calls Nave (default: nave).")
    String name = "nave";

    @Option(names = "--project", description = "The client's file of this directory, not that of the user.")
    boolean project;

    @Option(names = "--file", paramLabel = "FILE", description = "This file, in the client's format.")
    @Nullable
    Path file;

    @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
    boolean dryRun;

    static Client client(String id) {
        return Client.named(id)
                .orElseThrow(() -> CommandFailure.wrong("There is no client '" + id + "': the clients are "
                        + Arrays.stream(Client.values()).map(Client::id).collect(Collectors.joining(", ")) + "."));
    }

    Path file(Client client, Machine machine) {
        if (file != null) {
            return machine.directory().resolve(file);
        }
        boolean own = project || client == Client.PROJECT;
        return client.file(machine, own ? Spot.Scope.PROJECT : Spot.Scope.USER)
                .orElseThrow(() -> CommandFailure.wrong(
                        client.title() + " has no file of a project: leave out --project, or name one with --file."));
    }

    static Connector connector(Machine machine) {
        return new Connector(machine.state().resolve("nave/connections.json"));
    }

    /** Works out a change and does it, or shows it. */
    void finish(Client client, Work work, Words words, boolean json, PrintWriter out, Path path) {
        try {
            switch (work.change()) {
                case Change.Nothing nothing -> {
                    if (json) {
                        out.println(described(client, path, false)
                                .put("reason", nothing.reason())
                                .build()
                                .raw());
                    } else {
                        out.println(nothing.reason());
                    }
                }
                case Change.Refused refused -> throw CommandFailure.wrong(refused.reason());
                case Change.Edit change -> {
                    if (!dryRun) {
                        change.apply();
                    }
                    print(client, change, words, json, out);
                }
            }
        } catch (DocumentException e) {
            throw CommandFailure.wrong(e.in(path) + "\nNothing was changed.");
        } catch (IOException e) {
            throw CommandFailure.failed("This did not work: " + e.getMessage());
        }
    }

    private void print(Client client, Change.Edit change, Words words, boolean json, PrintWriter out) {
        if (json) {
            JsonObject told = described(client, change.file(), !dryRun).put("replaced", change.replaced());
            change.backup().ifPresent(backup -> told.put("backup", backup.toString()));
            out.println(told.build().raw());
            return;
        }
        if (dryRun) {
            String diff = Diff.of(change.file().toString(), change.before(), change.after());
            out.print(SecretSigns.hidden(diff, secrets(change)));
            out.flush();
            return;
        }
        out.println(words.of(change));
        change.backup().ifPresent(backup -> out.println("The file as it was: " + backup));
    }

    private JsonObject described(Client client, Path path, boolean changed) {
        return Json.object()
                .put("client", client.id())
                .put("file", path.toString())
                .put("name", name)
                .put("changed", changed)
                .put("dryRun", dryRun);
    }

    private static List<String> secrets(Change.Edit change) {
        List<String> secrets = new ArrayList<>();
        for (String text : List.of(change.before(), change.after())) {
            Format format = Format.of(change.file(), text);
            secrets.addAll(SecretSigns.texts(Document.read(format, text).root().json()));
        }
        return secrets;
    }

    /** Works out what would change. */
    interface Work {
        Change change() throws IOException;
    }

    /** Says what has changed. */
    interface Words {
        String of(Change.Edit change);
    }
}
