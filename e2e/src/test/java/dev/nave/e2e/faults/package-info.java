/**
 * What happens when peers misbehave, leave or are many: what the caller gets and when, that others are not disturbed, and
 * that nothing stays behind. The figures are printed, for the machine at hand.
 */
@NullMarked
package dev.nave.e2e.faults;

import org.jspecify.annotations.NullMarked;
