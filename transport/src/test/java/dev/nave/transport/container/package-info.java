/** Real containers under Podman, and programs that speak as engines do. */
@NullMarked
package dev.nave.transport.container;

import org.jspecify.annotations.NullMarked;
