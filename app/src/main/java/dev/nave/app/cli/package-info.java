/** What every command shares: how it fails, what it prints, whose machine it runs on. */
@NullMarked
package dev.nave.app.cli;

import org.jspecify.annotations.NullMarked;
