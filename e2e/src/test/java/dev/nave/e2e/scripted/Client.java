package dev.nave.e2e.scripted;

import java.io.IOException;

/** A client of the hub in one era over one wire. Safe for many threads unless its class says otherwise. */
public interface Client extends AutoCloseable {
    /** The era it speaks. */
    Script.Era era();

    /** Sends a request, spelled by the caller, and waits for its response. */
    byte[] exchange(byte[] request) throws IOException, InterruptedException;

    /** A request id nobody used yet. */
    String freshId();

    /** Calls a tool and waits for the response. */
    default Spelled call(String tool, String arguments) throws IOException, InterruptedException {
        return Spelled.of(exchange(Messages.call(era(), freshId(), tool, arguments)));
    }

    @Override
    void close() throws IOException;
}
