package dev.nave.edge.upstream.modern;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.protocol.message.Message;
import java.util.Map;
import java.util.function.Consumer;

/** One way to carry modern requests to a server. Safe for many threads. */
interface Channel extends AutoCloseable {
    /** Whether {@code Mcp-*} headers travel with requests. */
    boolean hasHeaders();

    /** Sends a request and waits for its outcome. */
    Outcome call(Call call, Map<String, String> headers);

    /**
     * Sends a listen and waits for its end.
     *
     * @param heard told what comes on it; on a thread that reads, so it must return soon
     */
    Outcome listen(Call call, Map<String, String> headers, Consumer<Message.Notification> heard);

    @Override
    void close();
}
