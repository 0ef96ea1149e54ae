/**
 * Small servers that ship with Nave, one of each kind: for trying Nave without installing anything, and for its own
 * tests. {@link dev.nave.samples.Samples} starts them by name.
 */
@NullMarked
package dev.nave.samples;

import org.jspecify.annotations.NullMarked;
