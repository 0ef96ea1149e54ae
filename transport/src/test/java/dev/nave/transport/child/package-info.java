/** Real processes, most of them badly behaved. */
@NullMarked
package dev.nave.transport.child;

import org.jspecify.annotations.NullMarked;
