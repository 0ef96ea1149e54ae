/** Secrets of HashiCorp Vault: its key-value engine, version 2, read over HTTP with a sign-in that is kept alive. */
@NullMarked
package dev.nave.guard.vault;

import org.jspecify.annotations.NullMarked;
