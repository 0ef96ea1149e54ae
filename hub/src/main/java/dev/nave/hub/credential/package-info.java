/**
 * The port through which the hub shows servers who calls: what stands in the header {@code Authorization}, and what
 * follows when a server does not let a request in. Nothing here knows how a credential is got.
 */
@NullMarked
package dev.nave.hub.credential;

import org.jspecify.annotations.NullMarked;
