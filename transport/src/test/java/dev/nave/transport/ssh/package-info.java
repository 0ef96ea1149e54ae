/** The system's SSH client against a real server. */
@NullMarked
package dev.nave.transport.ssh;

import org.jspecify.annotations.NullMarked;
