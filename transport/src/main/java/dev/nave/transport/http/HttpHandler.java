package dev.nave.transport.http;

/** Answers HTTP requests; each call has a virtual thread of its own and may block. */
@FunctionalInterface
public interface HttpHandler {
    /** Answers once, or opens a stream. A handler that returns or throws without an answer gives a 500. */
    void handle(HttpExchange exchange);
}
