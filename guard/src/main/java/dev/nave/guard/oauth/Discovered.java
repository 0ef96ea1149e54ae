package dev.nave.guard.oauth;

import java.util.List;
import java.util.Optional;

/**
 * Whom a server lets in, and who says so.
 *
 * @param resource what it is called as a resource
 * @param scopes what it needs at least; none when it does not say
 * @param server who gives out its tokens
 */
record Discovered(String resource, Optional<List<String>> scopes, ServerMetadata server) {}
