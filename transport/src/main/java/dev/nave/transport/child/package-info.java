/**
 * Child processes as pipes: started with a small environment in a session of their own, and ended with everything they
 * started, even when this process is killed.
 */
@NullMarked
package dev.nave.transport.child;

import org.jspecify.annotations.NullMarked;
