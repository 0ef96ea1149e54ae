package dev.nave.edge.downstream.modern;

import dev.nave.protocol.message.Message;
import java.io.IOException;

/** Where the answer to one request goes. For one thread. */
interface Outlet {
    /**
     * Tells the client something before the answer.
     *
     * @throws IOException when the client is gone
     */
    void tell(Message.Notification notification) throws IOException;

    /** Shows the client that its request is being served, where the wire can show that. */
    void showLife() throws IOException;

    /** Answers and ends. {@code status} is of HTTP and counts only while nothing was sent before. */
    void end(Outcome outcome) throws IOException;

    /** Ends without an answer. */
    void abandon();
}
