/** What is logged: how a line is written and read again, into which files it goes, and the command that shows them. */
@NullMarked
package dev.nave.app.log;

import org.jspecify.annotations.NullMarked;
