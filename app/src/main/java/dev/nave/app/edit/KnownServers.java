package dev.nave.app.edit;

import dev.nave.app.cli.CommandFailure;
import dev.nave.clients.own.ServersFile;
import java.util.List;

/** Servers that a command names must be there. */
final class KnownServers {
    private KnownServers() {}

    static void require(ServersFile file, List<String> names) {
        for (String name : names) {
            if (!file.servers().containsKey(name)) {
                String there = file.servers().isEmpty()
                        ? "there are none"
                        : "there are " + String.join(", ", file.servers().keySet());
                throw CommandFailure.wrong("There is no server '" + name + "' in " + file.path() + ": " + there + ".");
            }
        }
    }
}
