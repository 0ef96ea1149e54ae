/** Commands for keys and secrets. */
@NullMarked
package dev.nave.app.secret;

import org.jspecify.annotations.NullMarked;
