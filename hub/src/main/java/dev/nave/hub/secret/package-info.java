/**
 * Secrets: a text nothing prints, a text with references in it, and the port that finds what a reference stands for.
 * Nothing here knows where secrets are kept.
 */
@NullMarked
package dev.nave.hub.secret;

import org.jspecify.annotations.NullMarked;
