/**
 * Servers that lie about in source trees: {@link dev.nave.clients.discover.Discoverer} walks directories within bounds
 * and reads what registries, bundles, package managers and Dockerfiles say; nothing is run, fetched or unpacked.
 */
@NullMarked
package dev.nave.clients.discover;

import org.jspecify.annotations.NullMarked;
