/**
 * Keeps one server reachable: starts it, waits for it, tries again with growing pauses when it fails, and repeats the
 * calls that may be repeated when it died under them.
 */
@NullMarked
package dev.nave.hub.supervision;

import org.jspecify.annotations.NullMarked;
