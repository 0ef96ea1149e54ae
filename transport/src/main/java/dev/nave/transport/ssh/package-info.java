/** Servers on other machines, started over the system's {@code ssh}, whose client is then a child process like any other. */
@NullMarked
package dev.nave.transport.ssh;

import org.jspecify.annotations.NullMarked;
