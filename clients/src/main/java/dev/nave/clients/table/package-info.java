/**
 * How MCP clients keep their servers: {@link dev.nave.clients.table.Client} is the table, one row a client, and says
 * where its files lie, which key they keep the servers under, how they spell a server, and what <code>${…}</code> means
 * to them. A server is turned into Nave's own keys, and Nave into an entry of theirs.
 */
@NullMarked
package dev.nave.clients.table;

import org.jspecify.annotations.NullMarked;
