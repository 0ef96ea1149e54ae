/** A hub put to work: the composition root, what feeds and stops it, and the commands that serve. */
@NullMarked
package dev.nave.app.run;

import org.jspecify.annotations.NullMarked;
