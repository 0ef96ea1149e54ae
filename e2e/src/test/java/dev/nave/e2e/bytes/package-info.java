/**
 * Whether what passes the hub stays as it was spelled, through every pair of wires and eras, and whether what cannot pass
 * is refused without harm to anything else.
 */
@NullMarked
package dev.nave.e2e.bytes;

import org.jspecify.annotations.NullMarked;
