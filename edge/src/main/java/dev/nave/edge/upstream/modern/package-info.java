/** The door to servers of 2026-07-28 and later: one request per POST or line, each saying for itself who asks. */
@NullMarked
package dev.nave.edge.upstream.modern;

import org.jspecify.annotations.NullMarked;
