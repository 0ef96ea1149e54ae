/** Both ends of HTTP over real sockets, peers that misbehave included. */
@NullMarked
package dev.nave.transport.http;

import org.jspecify.annotations.NullMarked;
