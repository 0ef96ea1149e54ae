/**
 * Servers in containers: turns what is wished of one into a command line of Docker, Podman or another engine with the same
 * commands, whose client is then a child process like any other, and sees that no container outlives its hub.
 */
@NullMarked
package dev.nave.transport.container;

import org.jspecify.annotations.NullMarked;
