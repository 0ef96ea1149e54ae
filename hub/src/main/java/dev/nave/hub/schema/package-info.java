/**
 * Whether a value fits a JSON Schema. {@link dev.nave.hub.schema.JsonSchema} is the one place that knows the library
 * behind it, and keeps it from the network and from working without end.
 */
@NullMarked
package dev.nave.hub.schema;

import org.jspecify.annotations.NullMarked;
