package dev.nave.transport.http;

import java.time.Duration;

/**
 * What an {@link HttpClient} bounds.
 *
 * @param connectionsPerServer most connections to one host and port; a further call waits up to its connect wait
 * @param connections most connections in all, streams included
 * @param idle how long an unused connection is kept
 * @param addresses where it may connect to
 */
public record HttpClientOptions(int connectionsPerServer, int connections, Duration idle, AddressRule addresses) {
    public HttpClientOptions {
        if (connectionsPerServer < 1 || connections < 1) {
            throw new IllegalArgumentException(
                    "Expected at least one connection, not " + connectionsPerServer + " and " + connections);
        }
    }

    public HttpClientOptions(int connectionsPerServer, int connections, Duration idle) {
        this(connectionsPerServer, connections, idle, AddressRule.ANY);
    }

    /** 4,096 connections to one server, 16,384 in all, kept for 30 s. */
    public static HttpClientOptions defaults() {
        return new HttpClientOptions(4096, 16_384, Duration.ofSeconds(30));
    }
}
