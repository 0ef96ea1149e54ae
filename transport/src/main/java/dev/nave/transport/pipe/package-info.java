/** Wires that carry whole messages both ways for as long as they are open: child processes, standard streams, sockets. */
@NullMarked
package dev.nave.transport.pipe;

import org.jspecify.annotations.NullMarked;
