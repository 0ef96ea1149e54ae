/** Every kind of server behind one hub: how it is reached and healed, what it may do, and what becomes of it. */
@NullMarked
package dev.nave.e2e.kinds;

import org.jspecify.annotations.NullMarked;
