package dev.nave.edge.upstream.modern;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.edge.upstream.wire.Patience;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Deadline;
import dev.nave.hub.ListKind;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One {@code subscriptions/listen} with a fixed filter, opened again with growing pauses whenever it ends by itself. */
final class Listen implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listen.class);
    /** A listen may stay open for as long as the server likes; HTTP bounds its silence. */
    private static final Duration FOREVER = Duration.ofDays(365);

    private final Terms terms;
    private final Channel channel;
    private final Stamp stamp;
    private final AtomicLong ids;
    private final Json filter;
    private final Names names;
    private final Cancellation end = new Cancellation();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile Set<String> honoured = Set.of();
    /** Read and written by whoever reads the listen, one at a time. */
    private volatile boolean acknowledged;

    Listen(Terms terms, Channel channel, Stamp stamp, AtomicLong ids, Json filter, Names names) {
        this.terms = terms;
        this.channel = channel;
        this.stamp = stamp;
        this.ids = ids;
        this.filter = filter;
        this.names = names;
    }

    void start() {
        Thread.ofVirtual().name("listen to " + terms.name()).start(this::run);
    }

    /**
     * What the filter names one by one.
     *
     * @param member of the filter
     */
    record Names(String member, Set<String> all) {
        static final String RESOURCES = "resourceSubscriptions";
        static final String TASKS = "taskIds";

        Names {
            all = Set.copyOf(all);
        }
    }

    Set<String> names() {
        return names.all();
    }

    /** Those of the names whose changes the server will report, once it said so or could not; none when it does not in time. */
    Set<String> awaitHonoured(Duration wait) {
        try {
            return settled.await(wait.toMillis(), TimeUnit.MILLISECONDS) ? honoured : Set.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Set.of();
        }
    }

    private void run() {
        boolean before = false;
        Duration pause = terms.wait(Wait.RESTART);
        while (!end.isCancelled()) {
            acknowledged = false;
            boolean again = before;
            Outcome outcome = open(again);
            settled.countDown();
            if (end.isCancelled() || isRefusal(outcome)) {
                LOG.debug("Listening to '{}' ended: {}", terms.name(), outcome);
                return;
            }
            if (acknowledged) {
                before = true;
                pause = terms.wait(Wait.RESTART);
            }
            try {
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
            Duration most = terms.wait(Wait.RESTART_MAXIMUM);
            pause = pause.multipliedBy(2).compareTo(most) < 0 ? pause.multipliedBy(2) : most;
        }
    }

    private Outcome open(boolean again) {
        Json listen = Json.object().put("notifications", filter).build();
        Json params = names.member().equals(Names.TASKS) ? stamp.ofTasks(listen) : stamp.own(listen);
        Message.Request request =
                new Message.Request(Id.of(ids.incrementAndGet()), Method.SUBSCRIPTIONS_LISTEN, params);
        Patience patience = new Patience(Deadline.in(FOREVER, terms.time()), FOREVER, terms.time());
        Call call = new Call(request, null, patience, end, terms.bound(Bound.MAILBOX), Call.Ear.NONE);
        Map<String, String> headers = Stamp.headers(Method.SUBSCRIPTIONS_LISTEN, params);
        return channel.listen(call, headers, notice -> heard(notice, again));
    }

    private void heard(Message.Notification notice, boolean again) {
        switch (notice.method()) {
            case Method.ACKNOWLEDGED -> {
                honoured = notice.params().at("notifications", names.member()).stream()
                        .flatMap(uris -> uris.elements().stream())
                        .filter(Json::isString)
                        .map(Json::text)
                        .filter(names.all()::contains)
                        .collect(Collectors.toUnmodifiableSet());
                acknowledged = true;
                settled.countDown();
                if (again) {
                    catchUp();
                }
            }
            case Method.RESOURCE_UPDATED ->
                notice.params().string("uri").ifPresent(uri -> terms.feed()
                        .resourceUpdated(Optional.empty(), uri, bare(notice.params())));
            case Method.TASKS ->
                notice.params().string("taskId").filter(names.all()::contains).ifPresent(id -> terms.feed()
                        .taskChanged(id, Optional.of(bare(notice.params()))));
            default -> {
                Optional<ListKind> kind = ListKind.ofChange(notice.method());
                kind.ifPresent(terms.feed()::listChanged);
            }
        }
    }

    /** What changed while nobody listened is not known, so everything may have. */
    private void catchUp() {
        for (ListKind kind : ListKind.values()) {
            if (kind != ListKind.TEMPLATES && filter.find(kind.interest()) != null) {
                terms.feed().listChanged(kind);
            }
        }
        for (String name : honoured) {
            if (names.member().equals(Names.TASKS)) {
                terms.feed().taskChanged(name, Optional.empty());
            } else {
                terms.feed()
                        .resourceUpdated(
                                Optional.empty(),
                                name,
                                Json.object().put("uri", name).build());
            }
        }
    }

    private static Json bare(Json params) {
        Json meta = params.find("_meta");
        if (meta == null || !meta.isObject()) {
            return params;
        }
        Json kept = meta.edit().remove(MetaKey.SUBSCRIPTION_ID).build();
        return params.edit().put("_meta", kept.hasMembers() ? kept : null).build();
    }

    /** Whether the server does not listen at all, so that asking again is idle. */
    private static boolean isRefusal(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(Message.Failure failure, int status) -> true;
            case Outcome.Refused(int status, String text) -> status / 100 == 4 && status != 408 && status != 429;
            case Outcome.Barred barred -> false;
            case Outcome.Answered answered -> false;
            case Outcome.Lost lost -> false;
            case Outcome.TimedOut timedOut -> false;
            case Outcome.Cancelled cancelled -> true;
        };
    }

    @Override
    public void close() {
        end.cancel("no longer listening");
        closed.countDown();
    }
}
