/** What the program says of itself: help by command and by topic, examples, a manual page, and completions for shells. */
@NullMarked
package dev.nave.app.help;

import org.jspecify.annotations.NullMarked;
