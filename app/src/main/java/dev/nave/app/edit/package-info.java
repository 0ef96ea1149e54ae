/** Commands that change files: Nave's own configuration, and those of the clients on this machine. */
@NullMarked
package dev.nave.app.edit;

import org.jspecify.annotations.NullMarked;
