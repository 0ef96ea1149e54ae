/** What a terminal shows: how wide it is, what fits, and in which colours. */
@NullMarked
package dev.nave.app.terminal;

import org.jspecify.annotations.NullMarked;
