/** Runs small programs of the system that keep or hand out secrets: fed on standard input, within a wait and a size. */
@NullMarked
package dev.nave.guard.tool;

import org.jspecify.annotations.NullMarked;
