/** Clients that start the same configuration and share one hub. */
@NullMarked
package dev.nave.e2e.join;

import org.jspecify.annotations.NullMarked;
