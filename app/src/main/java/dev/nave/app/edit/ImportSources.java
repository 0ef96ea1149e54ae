package dev.nave.app.edit;

import dev.nave.app.cli.CommandFailure;
import dev.nave.clients.file.Document;
import dev.nave.clients.file.DocumentException;
import dev.nave.clients.file.OwnedFile;
import dev.nave.clients.table.Client;
import dev.nave.clients.table.ClientServer;
import dev.nave.clients.table.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The servers of the clients and files that a command line names. */
final class ImportSources {
    private final Machine machine;
    private final PrintWriter warnings;
    private final List<ClientServer> servers = new ArrayList<>();
    private final Set<Path> read = new LinkedHashSet<>();

    private ImportSources(Machine machine, PrintWriter warnings) {
        this.machine = machine;
        this.warnings = warnings;
    }

    /** What was read, and which files it was read from. */
    record Read(List<ClientServer> servers, Set<Path> files) {}

    /**
     * Reads the servers.
     *
     * @param names clients and files; all clients that this machine has when there is none
     * @param like whose file a file is that no client's name tells
     */
    static Read of(List<String> names, Optional<Client> like, Machine machine, PrintWriter warnings) {
        ImportSources sources = new ImportSources(machine, warnings);
        if (names.isEmpty()) {
            for (Client client : Client.values()) {
                client.files(machine).forEach(file -> sources.tolerantly(client, file));
            }
        }
        for (String name : names) {
            sources.named(name, like);
        }
        return new Read(sources.servers, sources.read);
    }

    private void named(String name, Optional<Client> like) {
        Optional<Client> client = Client.named(name);
        if (client.isPresent()) {
            List<Path> files = client.get().files(machine);
            if (files.isEmpty()) {
                String looked = client.get().spots().stream()
                        .map(spot -> spot.path().apply(machine).toString())
                        .collect(Collectors.joining(", "));
                throw CommandFailure.wrong(client.get().title() + " has no file here; looked for " + looked + ".");
            }
            files.forEach(file -> strictly(client.get(), file));
            return;
        }
        Path file = machine.directory().resolve(name);
        if (!Files.isRegularFile(file)) {
            throw CommandFailure.wrong("There is neither a client nor a file '" + name + "': the clients are "
                    + Arrays.stream(Client.values()).map(Client::id).collect(Collectors.joining(", ")) + ".");
        }
        strictly(like.orElseGet(() -> owner(file)), file);
    }

    /** Whose file it is: by its place, else by its keys. */
    private Client owner(Path file) {
        for (Client client : Client.values()) {
            if (client.spots().stream().anyMatch(spot -> spot.path()
                    .apply(machine)
                    .toAbsolutePath()
                    .normalize()
                    .equals(file.toAbsolutePath().normalize()))) {
                return client;
            }
        }
        Document document = document(file);
        List<Client> order = new ArrayList<>(List.of(Client.PROJECT));
        order.addAll(Arrays.asList(Client.values()));
        return order.stream()
                .filter(client -> client.format() == document.format()
                        && client.servers(document, file, machine).stream()
                                .anyMatch(server -> server.definition().isPresent()))
                .findFirst()
                .orElse(Client.PROJECT);
    }

    private void strictly(Client client, Path file) {
        add(client, file, document(file));
    }

    private Document document(Path file) {
        try {
            return OwnedFile.read(file).document();
        } catch (DocumentException e) {
            throw CommandFailure.wrong(e.in(file));
        } catch (IOException e) {
            throw CommandFailure.failed(file + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private void tolerantly(Client client, Path file) {
        try {
            strictly(client, file);
        } catch (CommandFailure e) {
            warnings.println("skipped: " + e.getMessage());
        }
    }

    private void add(Client client, Path file, Document document) {
        if (read.add(file.toAbsolutePath().normalize())) {
            servers.addAll(client.servers(document, file, machine));
        }
    }
}
