/**
 * What a client carries for the hub without being able to read, change or pass it on: states of rounds, cursors, ids.
 */
@NullMarked
package dev.nave.hub.seal;

import org.jspecify.annotations.NullMarked;
