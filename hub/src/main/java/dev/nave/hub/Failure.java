package dev.nave.hub;

import dev.nave.protocol.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Why a request failed. The doors put it on the wire, each in its era's form.
 *
 * @param code of JSON-RPC or MCP, see {@link dev.nave.protocol.message.ErrorCode}; {@code -32002} and {@code -32042} may
 *     stand here, the modern door translates them
 * @param message says what was expected, what came and what to do
 * @param data more about it, or null
 */
public record Failure(int code, String message, @Nullable Json data) {}
