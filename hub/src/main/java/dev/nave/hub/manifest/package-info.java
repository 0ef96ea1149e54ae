/**
 * The manifest: a JSON document that says which servers there are, where each is reached, and what all of them offer.
 * Written for others to read, and read from others with distrust.
 */
@NullMarked
package dev.nave.hub.manifest;

import org.jspecify.annotations.NullMarked;
