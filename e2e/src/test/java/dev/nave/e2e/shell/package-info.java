/** The program among the other programs of a machine: shells, terminals, what starts services. */
@NullMarked
package dev.nave.e2e.shell;

import org.jspecify.annotations.NullMarked;
