/**
 * What an operator may say to Nave, as immutable values. {@link dev.nave.hub.configuration.ConfigurationReader} turns
 * YAML or JSON files, Nave's own and those of MCP clients, into one {@link dev.nave.hub.configuration.Configuration} or
 * into the list of everything that is wrong with them; nothing here opens a connection or starts a process.
 */
@NullMarked
package dev.nave.hub.configuration;

import org.jspecify.annotations.NullMarked;
