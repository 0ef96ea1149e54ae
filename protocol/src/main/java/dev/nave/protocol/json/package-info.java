/**
 * JSON as spans of the bytes it arrived in: scanned once, looked into without copying, and edited by splicing, so that
 * every token nobody meant to change leaves as it was spelled.
 */
@NullMarked
package dev.nave.protocol.json;

import org.jspecify.annotations.NullMarked;
