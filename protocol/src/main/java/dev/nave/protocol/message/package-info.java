/** JSON-RPC 2.0 messages as MCP uses them: requests, notifications, results, errors, and batches of 2025-03-26. */
@NullMarked
package dev.nave.protocol.message;

import org.jspecify.annotations.NullMarked;
