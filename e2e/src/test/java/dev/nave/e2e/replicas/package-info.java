/** Several hubs behind one address, as processes of their own. */
@NullMarked
package dev.nave.e2e.replicas;

import org.jspecify.annotations.NullMarked;
