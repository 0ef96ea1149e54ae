package dev.nave.samples;

import dev.nave.protocol.message.Message;

/** The way back to the client. Safe for many threads; a client that is gone hears nothing. */
@FunctionalInterface
interface Wire {
    void send(Message message);
}
