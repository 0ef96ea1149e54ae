package dev.nave.app.edit;

import dev.nave.clients.table.Client;
import java.util.ArrayList;
import java.util.Arrays;

/** The clients that there are, for the completions of shells. */
final class ClientNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    ClientNames() {
        super(Arrays.stream(Client.values()).map(Client::id).toList());
    }
}
