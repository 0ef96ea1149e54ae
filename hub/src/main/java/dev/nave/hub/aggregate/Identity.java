package dev.nave.hub.aggregate;

import dev.nave.protocol.json.Json;

/**
 * What this hub calls itself.
 *
 * @param id unlike that of any other hub, so that a call which comes round again is seen
 * @param serverInfo {@code name}, {@code version}, … as clients are told
 */
public record Identity(String id, Json serverInfo) {}
