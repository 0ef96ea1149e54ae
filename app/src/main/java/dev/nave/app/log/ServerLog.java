package dev.nave.app.log;

import dev.nave.hub.Time;
import dev.nave.hub.aggregate.ServerStatus;
import dev.nave.hub.supervision.State;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server says on its standard error, and how it fares, in its own log. */
public final class ServerLog {
    private static final Logger VOICE = LoggerFactory.getLogger(LogLine.VOICE);
    private static final Logger LOG = LoggerFactory.getLogger(ServerLog.class);

    /** So much in a second is logged of one server; more is counted, so that one that floods costs the others little. */
    private static final int LINES = 500;

    private static final long WINDOW = Duration.ofSeconds(1).toNanos();

    private final Map<String, String> told = new ConcurrentHashMap<>();

    /** Who listens to one child of a server; may be called by several threads. */
    public static Consumer<String> voice(String server, Time time) {
        return new Voice(server, time);
    }

    /** Told whenever anything of a server changed. What is wrong with it is logged where that is found. */
    public void changed(ServerStatus server) {
        State state = server.state();
        if (state.word().equals(told.put(server.name(), state.word()))) {
            return;
        }
        switch (state) {
            case State.Starting _ -> say(server, "starts");
            case State.Ready ready ->
                say(
                        server,
                        "is ready after " + ready.took().toMillis() + " ms, with revision "
                                + ready.opening().revision().wireName());
            case State.Stopping stopping -> say(server, "stops: " + stopping.reason());
            case State.Stopped stopped -> say(server, "has stopped: " + stopped.reason());
            case State.Idle idle -> say(server, "is idle: " + idle.reason());
            case State.Disabled _, State.Degraded _, State.BackingOff _, State.Failed _ -> {}
        }
    }

    private static void say(ServerStatus server, String what) {
        LOG.atInfo().addKeyValue("server", server.name()).log("Server {} {}", server.name(), what);
    }

    private static final class Voice implements Consumer<String> {
        private final String server;
        private final Time time;
        // Guarded by this.
        private long since;
        private int lines;
        private long dropped;

        Voice(String server, Time time) {
            this.server = server;
            this.time = time;
            this.since = time.nanos();
        }

        @Override
        public void accept(String line) {
            if (!VOICE.isInfoEnabled()) {
                return;
            }
            long left = 0;
            synchronized (this) {
                long now = time.nanos();
                if (now - since >= WINDOW) {
                    since = now;
                    lines = 0;
                    left = dropped;
                    dropped = 0;
                }
                if (++lines > LINES) {
                    dropped++;
                    return;
                }
            }
            if (left > 0) {
                say("(" + left + " lines came too fast and were left out)");
            }
            say(line);
        }

        private void say(String line) {
            VOICE.atInfo().addKeyValue("server", server).log("{}", line);
        }
    }
}
