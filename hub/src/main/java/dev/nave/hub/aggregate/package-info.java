/** Makes many servers one: {@link dev.nave.hub.aggregate.Hub} is what the doors open on. */
@NullMarked
package dev.nave.hub.aggregate;

import org.jspecify.annotations.NullMarked;
