/** Finds out who calls, from what the call itself shows. */
@NullMarked
package dev.nave.hub.caller;

import org.jspecify.annotations.NullMarked;
