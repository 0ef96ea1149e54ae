/**
 * Nave as one server among a client's: {@link dev.nave.clients.connect.Connector} puts the entry into the client's file
 * and takes exactly it out again, and keeps in between what was there before.
 */
@NullMarked
package dev.nave.clients.connect;

import org.jspecify.annotations.NullMarked;
