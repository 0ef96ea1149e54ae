/**
 * The side that faces clients which open with {@code initialize}: 2024-11-05 to 2025-11-25, over Streamable HTTP, pipes
 * and HTTP+SSE. {@link dev.nave.edge.downstream.legacy.LegacyDoor} keeps their sessions, writes each message to exactly
 * one stream, keeps what a client that lost its stream may come back for, and asks clients what servers want to know.
 *
 * <p>Tasks of 2025-11-25 are not offered: a modern server decides by itself whether a call becomes a task, so a result
 * that is there at once would have to be kept by the hub as if it were one; not to declare the capability is allowed and
 * makes clients call as ever, a {@code task} member being ignored (2025-11-25, basic/utilities/tasks).
 */
@NullMarked
package dev.nave.edge.downstream.legacy;

import org.jspecify.annotations.NullMarked;
