/** What clients are offered: everything that every server is known to have, under the names clients use. */
@NullMarked
package dev.nave.hub.catalog;

import org.jspecify.annotations.NullMarked;
