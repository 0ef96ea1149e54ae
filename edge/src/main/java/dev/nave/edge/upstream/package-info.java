/**
 * The doors towards servers: a {@link dev.nave.edge.upstream.UpstreamConnector} reaches a server over its wire, finds
 * which era it speaks, and hands it to the door of that era.
 */
@NullMarked
package dev.nave.edge.upstream;

import org.jspecify.annotations.NullMarked;
