/**
 * The door for clients of 2026-07-28 and later: no sessions, every request says who asks and what it can do. {@link
 * dev.nave.edge.downstream.modern.ModernDoor} serves them over HTTP and over pipes.
 */
@NullMarked
package dev.nave.edge.downstream.modern;

import org.jspecify.annotations.NullMarked;
