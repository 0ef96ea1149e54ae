/** How servers are doing, told to people and to programs that watch. */
@NullMarked
package dev.nave.app.status;

import org.jspecify.annotations.NullMarked;
