/**
 * Keeps what one server offers at hand: its lists, fetched whole and kept fresh, and the resources somebody watches.
 */
@NullMarked
package dev.nave.hub.feed;

import org.jspecify.annotations.NullMarked;
