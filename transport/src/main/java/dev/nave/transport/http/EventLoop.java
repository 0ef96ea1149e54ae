package dev.nave.transport.http;

import io.vertx.core.Context;
import java.util.concurrent.RejectedExecutionException;

/** Runs tasks one after the other on the thread that owns a connection. */
record EventLoop(Context context) {
    /** Runs the task later, in order; not at all once the server is closed, when there is nobody left to write to. */
    void run(Runnable task) {
        try {
            context.runOnContext(ready -> task.run());
        } catch (RejectedExecutionException closed) {
            // Every connection was closed before, and its exchanges were told.
        }
    }
}
