/** Children that try what a sandbox forbids, each attempt shown to succeed without one. */
@NullMarked
package dev.nave.transport.sandbox;

import org.jspecify.annotations.NullMarked;
