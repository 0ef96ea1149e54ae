package dev.nave.samples;

import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The calls in flight on one wire. */
final class Calls {
    private final Map<Id, Running> running = new ConcurrentHashMap<>();

    Running begin(Message.Request request, Wire wire) {
        Running call = new Running(request.params().at("_meta", "progressToken"), wire);
        running.put(request.id(), call);
        return call;
    }

    void end(Id id) {
        running.remove(id);
    }

    void cancel(Id id) {
        Running call = running.get(id);
        if (call != null) {
            call.cancelled.countDown();
        }
    }

    void cancelAll() {
        running.values().forEach(call -> call.cancelled.countDown());
    }

    /** One call that nobody can be asked about. */
    static class Running implements Call {
        private final Optional<Json> token;
        private final Wire wire;
        private final CountDownLatch cancelled = new CountDownLatch(1);

        Running(Optional<Json> token, Wire wire) {
            this.token = token;
            this.wire = wire;
        }

        @Override
        public void progress(long done, long total, String message) {
            token.ifPresent(known -> wire.send(new Message.Notification(
                    Method.PROGRESS,
                    Json.object()
                            .put("progressToken", known)
                            .put("progress", done)
                            .put("total", total)
                            .put("message", message)
                            .build())));
        }

        @Override
        public Optional<Boolean> confirm(String question) throws InterruptedException {
            return Optional.empty();
        }

        @Override
        public boolean pause(Duration span) throws InterruptedException {
            return !cancelled.await(span.toMillis(), TimeUnit.MILLISECONDS);
        }

        boolean isCancelled() {
            return cancelled.getCount() == 0;
        }

        void cancel() {
            cancelled.countDown();
        }
    }
}
