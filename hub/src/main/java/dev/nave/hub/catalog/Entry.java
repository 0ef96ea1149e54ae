package dev.nave.hub.catalog;

import dev.nave.hub.ListKind;
import dev.nave.protocol.json.Json;

/**
 * One thing that is offered.
 *
 * @param server who has it
 * @param own its name, URI or URI template as the server spells it
 * @param exposed the same as clients see it
 * @param json the whole entry as clients see it: the server's, with names and URIs spliced
 */
public record Entry(ListKind kind, String server, String own, String exposed, Json json) {}
