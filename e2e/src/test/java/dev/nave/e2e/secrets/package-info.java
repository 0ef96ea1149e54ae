/** Secrets in the whole product: kept, found, changed, and seen nowhere they should not be. */
@NullMarked
package dev.nave.e2e.secrets;

import org.jspecify.annotations.NullMarked;
