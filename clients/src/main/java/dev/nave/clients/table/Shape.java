package dev.nave.clients.table;

import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Optional;

/** How a client spells a server. */
interface Shape {

    /** Nave's definition of an entry; nothing when it is no server that Nave could reach, notes say why. */
    Optional<Json> read(Json entry, Dialect dialect, Notes notes);

    /** An entry that starts a program. */
    Json command(String name, String command, List<String> arguments);

    /** An entry that reaches a URL, sending these headers; nothing when the client only starts programs. */
    Optional<Json> remote(String name, String url, Json headers);
}
