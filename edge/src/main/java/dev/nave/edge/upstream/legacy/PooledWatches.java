package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The resources that processes of callers report, beside the hub's own process. Each process is a world of its own: what a
 * call changes in one, no other hears of. So each is asked for all that is watched. Safe for many threads.
 */
final class PooledWatches {
    /** Sessions that are over leave by themselves. */
    private final Map<Session, Watched> sessions = Collections.synchronizedMap(new WeakHashMap<>());

    private volatile Set<String> wanted = Set.of();

    /** A session was opened: it is asked before its first call. */
    void opened(Session session) {
        Watched watched = new Watched();
        sessions.put(session, watched);
        watched.adjust(session, this);
    }

    /** From now on exactly these are watched. Waits for the processes, for as long as they may take to answer. */
    void watch(Set<String> uris, List<Session> open) throws InterruptedException {
        wanted = Set.copyOf(uris);
        List<Thread> asking = new ArrayList<>();
        for (Session session : open) {
            Watched watched = sessions.get(session);
            if (watched != null) {
                asking.add(Thread.ofVirtual().name("watch").start(() -> watched.adjust(session, this)));
            }
        }
        for (Thread thread : asking) {
            thread.join();
        }
    }

    /** What one session was asked to report. */
    private static final class Watched {
        private final ReentrantLock lock = new ReentrantLock();
        private final Set<String> uris = new HashSet<>();

        void adjust(Session session, PooledWatches all) {
            lock.lock();
            try {
                Set<String> now = all.wanted;
                uris.removeIf(uri -> !now.contains(uri) && isDone(session, Method.RESOURCES_UNSUBSCRIBE, uri));
                for (String uri : now) {
                    if (!uris.contains(uri) && isDone(session, Method.RESOURCES_SUBSCRIBE, uri)) {
                        uris.add(uri);
                    }
                }
            } finally {
                lock.unlock();
            }
        }

        private static boolean isDone(Session session, String method, String uri) {
            return session.ask(method, Json.object().put("uri", uri).build())
                    instanceof Outcome.Answered(Message.Result result, int status);
        }
    }
}
