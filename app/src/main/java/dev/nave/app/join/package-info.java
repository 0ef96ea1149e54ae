/** Clients of one user that start the same configuration share one hub, which belongs to none of them. */
@NullMarked
package dev.nave.app.join;

import org.jspecify.annotations.NullMarked;
