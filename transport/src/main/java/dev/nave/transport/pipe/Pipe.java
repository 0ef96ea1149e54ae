package dev.nave.transport.pipe;

import java.io.IOException;

/** A wire that carries whole messages both ways: a child process, standard streams, a WebSocket. */
public interface Pipe extends AutoCloseable {
    /**
     * Sends one JSON text; line breaks between its tokens become blanks where the wire needs lines. Safe for many
     * threads; waits while the other side is slow, up to the wire's stated wait.
     *
     * @throws IOException when the wire is closed or the wait ended
     */
    void send(byte[] message) throws IOException;

    /** Ends the wire; its {@link Reader} hears of it. Idempotent. */
    @Override
    void close();

    /** What comes in. Called by one thread at a time, the wire's own: it must hand over and return, never write. */
    interface Reader {
        /** One text as it came, without its line end; not checked. */
        void message(byte[] message);

        /**
         * A text beyond the wire's bound went by and was not kept. Its ends are, for the id of the message often stands
         * in one of them.
         *
         * @param start the first bytes, up to a thousand or so
         * @param end the last bytes, likewise; it does not overlap {@code start}
         * @param bytes how many there were in all
         */
        default void tooLarge(byte[] start, byte[] end, long bytes) {}

        /**
         * Whether something that came is still to be answered, so that a wire whose other side says no more should stay
         * open for a while. Safe for many threads.
         */
        default boolean isBusy() {
            return false;
        }

        /** The wire is closed, by either side; nothing follows. {@code reason} is for people. */
        void closed(String reason);
    }
}
