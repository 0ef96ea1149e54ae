/** Hubs that publish their servers, and hubs whose servers are those that others publish. */
@NullMarked
package dev.nave.e2e.manifest;

import org.jspecify.annotations.NullMarked;
