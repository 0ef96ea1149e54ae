/**
 * The front of the house: one HTTP endpoint and one pipe that serve clients of every revision. {@link
 * dev.nave.edge.downstream.Doors} finds who asks and which era they speak, message by message, and leaves the rest to
 * the door of that era.
 */
@NullMarked
package dev.nave.edge.downstream;

import org.jspecify.annotations.NullMarked;
