/** The language Nave speaks: JSON-RPC 2.0 and MCP, as far as a hub needs to understand them. No I/O, no threads. */
@org.jspecify.annotations.NullMarked
package dev.nave.protocol;
