/**
 * What one revision says, as another takes it: pure functions over JSON that cut, wrap and rename the members that differ
 * and hand back the very value they were given where nothing does.
 */
@NullMarked
package dev.nave.protocol.projection;

import org.jspecify.annotations.NullMarked;
