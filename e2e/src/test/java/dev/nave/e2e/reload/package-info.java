/** The configuration changes under a hub at work. */
@NullMarked
package dev.nave.e2e.reload;

import org.jspecify.annotations.NullMarked;
