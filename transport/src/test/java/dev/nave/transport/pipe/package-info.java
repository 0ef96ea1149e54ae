/** Lines over real pipes. */
@NullMarked
package dev.nave.transport.pipe;

import org.jspecify.annotations.NullMarked;
