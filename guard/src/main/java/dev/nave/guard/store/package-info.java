/**
 * Nave's own store of secrets: one file, each secret sealed for itself and the whole against changes, and the master key
 * kept somewhere else. {@link dev.nave.guard.store.SecretStore} is the way in.
 */
@NullMarked
package dev.nave.guard.store;

import org.jspecify.annotations.NullMarked;
