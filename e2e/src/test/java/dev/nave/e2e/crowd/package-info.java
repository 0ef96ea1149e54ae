/**
 * Very many clients at once, in a process of their own so that what the hub takes for them can be seen: calls that wait for
 * answers, and clients that only listen.
 */
@NullMarked
package dev.nave.e2e.crowd;

import org.jspecify.annotations.NullMarked;
