/** The wires, both ends of each. Bytes in, messages out; nothing here knows what a message means. */
@NullMarked
package dev.nave.transport;

import org.jspecify.annotations.NullMarked;
