/**
 * Taking over what clients have: {@link dev.nave.clients.takeover.Survey} compares their servers with each other and
 * with Nave's, and says what a person should know of each before it is taken: secrets in plain text, packages that may
 * change overnight, and what could not be said in Nave's words.
 */
@NullMarked
package dev.nave.clients.takeover;

import org.jspecify.annotations.NullMarked;
