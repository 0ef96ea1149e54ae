/** Unix domain sockets: files that only the user who made them can open. */
@NullMarked
package dev.nave.transport.local;

import org.jspecify.annotations.NullMarked;
