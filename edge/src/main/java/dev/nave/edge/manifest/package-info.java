/**
 * The manifest over HTTP, both ends: a hub publishes what it offers, and a hub reads which servers another one publishes.
 */
@NullMarked
package dev.nave.edge.manifest;

import org.jspecify.annotations.NullMarked;
