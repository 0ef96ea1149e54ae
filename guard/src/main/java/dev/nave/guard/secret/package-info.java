/**
 * Finds what references stand for: one {@link dev.nave.guard.secret.SecretBackend} for each kind, every read audited by
 * name, and servers started anew when what they use has changed.
 */
@NullMarked
package dev.nave.guard.secret;

import org.jspecify.annotations.NullMarked;
