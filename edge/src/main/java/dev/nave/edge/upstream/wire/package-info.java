/**
 * What both eras need towards a server: lines of messages over a pipe, requests over HTTP, calls that wait for their
 * outcome, and the port to the wires themselves.
 */
@NullMarked
package dev.nave.edge.upstream.wire;

import org.jspecify.annotations.NullMarked;
