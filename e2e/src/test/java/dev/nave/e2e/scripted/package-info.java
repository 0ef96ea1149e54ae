/**
 * Servers and clients that do as a test says, down to the byte: they answer, hang, flood, break off or lie on cue, and
 * keep what they were given as it came. What they read they read with {@link dev.nave.e2e.scripted.Spelled}, which shares
 * nothing with the product, so that both cannot be wrong in the same place.
 */
@NullMarked
package dev.nave.e2e.scripted;

import org.jspecify.annotations.NullMarked;
