/** Which configuration a command works with, and where what belongs to it lies. */
@NullMarked
package dev.nave.app.configuration;

import org.jspecify.annotations.NullMarked;
