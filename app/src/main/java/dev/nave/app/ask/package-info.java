/** Commands that ask a hub, one that runs or one of their own, and the ways to it. */
@NullMarked
package dev.nave.app.ask;

import org.jspecify.annotations.NullMarked;
