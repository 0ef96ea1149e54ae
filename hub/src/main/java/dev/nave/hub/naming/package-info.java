/**
 * What the things of a server are called by clients: pure functions of the configuration and the server's own name, never
 * of which other servers are up.
 */
@NullMarked
package dev.nave.hub.naming;

import org.jspecify.annotations.NullMarked;
