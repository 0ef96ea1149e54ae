package dev.nave.edge.downstream.modern;

import dev.nave.protocol.message.Message;

/**
 * The answer to a request.
 *
 * @param status of HTTP, where it can still be told
 */
record Outcome(int status, Message.Response message) {}
