/** Real sockets and processes against the wires. */
@NullMarked
package dev.nave.transport;

import org.jspecify.annotations.NullMarked;
