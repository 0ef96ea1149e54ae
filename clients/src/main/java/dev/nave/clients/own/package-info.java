/**
 * Nave's own configuration as a file to be edited: {@link dev.nave.clients.own.ServersFile} adds, changes and removes
 * servers, and lets nothing be written that Nave would not read.
 */
@NullMarked
package dev.nave.clients.own;

import org.jspecify.annotations.NullMarked;
