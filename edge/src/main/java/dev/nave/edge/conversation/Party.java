package dev.nave.edge.conversation;

import dev.nave.hub.Client;
import dev.nave.protocol.LogLevel;
import java.util.List;
import java.util.Optional;

/**
 * What a client says of itself on one request of a call; the next round may say otherwise.
 *
 * @param level the least severe log message it wants; none for no log messages at all
 * @param wantsProgress whether it gave a progress token
 * @param hops the hubs the request came through, outermost first
 */
public record Party(Client client, Optional<LogLevel> level, boolean wantsProgress, List<String> hops) {
    public Party {
        hops = List.copyOf(hops);
    }
}
