package dev.nave.edge.upstream.modern;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.edge.upstream.wire.Line;
import dev.nave.edge.upstream.wire.Mail;
import dev.nave.edge.upstream.wire.Notices;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.hub.Connector;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line per request, all requests on one line (2026-07-28, transports, "stdio"). */
final class LineChannel implements Channel, Line.Ear {
    private static final Logger LOG = LoggerFactory.getLogger(LineChannel.class);

    private final Line line;
    private final Connector.Feed feed;
    private final AtomicInteger unclear = new AtomicInteger();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final Map<String, Consumer<Message.Notification>> listens = new ConcurrentHashMap<>();
    /** Calls whose client wants log messages, or shares an extension with the server. */
    private final Set<Call> told = ConcurrentHashMap.newKeySet();

    LineChannel(Line line, Connector.Feed feed) {
        this.line = line;
        this.feed = feed;
    }

    /** From now on what the server says of itself is heard. */
    void start() {
        line.hear(this);
    }

    @Override
    public boolean hasHeaders() {
        return false;
    }

    @Override
    public Outcome call(Call call, Map<String, String> headers) {
        if (!call.wantsLog() && !call.sharesExtensions()) {
            return line.call(call);
        }
        told.add(call);
        try {
            return line.call(call);
        } finally {
            told.remove(call);
        }
    }

    @Override
    public Outcome listen(Call call, Map<String, String> headers, Consumer<Message.Notification> heard) {
        String key = key(call.id().value());
        listens.put(key, heard);
        try {
            return line.call(call);
        } finally {
            listens.remove(key);
        }
    }

    @Override
    public void request(Message.Request request) {
        // A modern server asks in results only; there is nobody to answer this.
    }

    @Override
    public void notification(Message.Notification notice) {
        Optional<Json> subscription = notice.params().at("_meta", MetaKey.SUBSCRIPTION_ID);
        if (subscription.isPresent()) {
            Consumer<Message.Notification> listen = listens.get(key(subscription.get()));
            if (listen != null) {
                listen.accept(notice);
            }
            return;
        }
        Notices.mail(notice).ifPresent(mail -> {
            if (mail instanceof Mail.Log) {
                deliver(mail, Call::wantsLog);
            } else if (mail instanceof Mail.Opaque) {
                deliver(mail, Call::sharesExtensions);
            }
        });
    }

    /** The line does not say whose it is: with more than one call it could reach a stranger. */
    private void deliver(Mail mail, Predicate<Call> wanted) {
        Call[] those = told.stream().filter(wanted).toArray(Call[]::new);
        if (those.length == 1) {
            those[0].deliver(mail);
        } else if (those.length > 1) {
            LOG.debug(
                    "Server '{}': a notification could be of {} calls and was left out, {} so far",
                    line.server(),
                    those.length,
                    unclear.incrementAndGet());
        }
    }

    @Override
    public void closed(String reason) {
        if (lost.compareAndSet(false, true)) {
            line.tellEnd(feed, reason);
        }
    }

    @Override
    public void close() {
        lost.set(true);
        line.close();
    }

    private static String key(Json id) {
        return id.isString() ? id.text() : id.raw();
    }
}
