/** The door to servers of 2024-11-05 to 2025-11-25: handshakes, sessions, and questions while a call is open. */
@NullMarked
package dev.nave.edge.upstream.legacy;

import org.jspecify.annotations.NullMarked;
