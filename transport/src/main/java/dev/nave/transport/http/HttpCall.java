package dev.nave.transport.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * A request to a server. Redirects are not followed, cookies are not kept.
 *
 * @param body empty for none
 * @param connect how long to wait for a connection
 * @param head how long to wait for the head of the answer once the request is sent
 */
public record HttpCall(
        String method, URI uri, Map<String, String> headers, byte[] body, Duration connect, Duration head) {}
