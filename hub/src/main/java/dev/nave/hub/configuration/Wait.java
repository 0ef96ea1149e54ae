package dev.nave.hub.configuration;

import java.time.Duration;

/** Everything Nave waits for. Each has a default and a key in the files; some can be set for one server alone. */
public enum Wait {
    CONNECT("connect", true, Duration.ofSeconds(10), "A connection to a remote server to open."),
    START(
            "start",
            true,
            Duration.ofSeconds(60),
            "A server to be ready: from its start, or from connecting, to the end of the handshake."),
    PROBE(
            "probe",
            true,
            Duration.ofSeconds(5),
            "A child to answer `server/discover` before it is taken for a legacy server."),
    CALL(
            "call",
            true,
            Duration.ofSeconds(60),
            "A server to answer a call or to report progress, which starts it anew."),
    MAXIMUM("maximum", true, Duration.ofMinutes(10), "A call as a whole, whatever progress it reports."),
    LIST("list", true, Duration.ofSeconds(10), "One page of a server's list."),
    ANSWER(
            "answer",
            true,
            Duration.ofSeconds(55),
            "A client's answer to a question of a legacy server while its call is parked: below the server's own"
                    + " patience."),
    ROUND(
            "round",
            true,
            Duration.ofMinutes(10),
            "A legacy client's answer to a question that a modern server asked with *input required*."),
    TASK(
            "task",
            true,
            Duration.ofDays(7),
            "A client to come back for its task, however long its server keeps it: then the task's id is void."),
    TASK_IDLE(
            "taskIdle",
            true,
            Duration.ofHours(1),
            "A client to ask once more for its task at a legacy server, before its session there and its open questions"
                    + " are let go."),
    TURN("turn", true, Duration.ofSeconds(60), "The turn of a call that may ask, while another one holds the session."),
    TIE(
            "tie",
            true,
            Duration.ofSeconds(30),
            "Calls in flight to end, while a question of a legacy server could be of several; then it is refused."),
    IDLE(
            "idle",
            true,
            Duration.ofMinutes(5),
            "The next call on a server's spare session or child before it is closed."),
    STOP(
            "stop",
            true,
            Duration.ofSeconds(3),
            "A child to end after its input is closed, and again after TERM, before KILL."),
    RESTART("restart", true, Duration.ofMillis(500), "Before a failed server is tried again; doubled each time."),
    RESTART_MAXIMUM("restartMaximum", true, Duration.ofSeconds(60), "Between two tries of a failed server, at most."),
    ERA(
            "era",
            true,
            Duration.ofHours(24),
            "Before a server found to be legacy is asked once more whether it still is."),
    FRESH(
            "fresh",
            true,
            Duration.ofSeconds(60),
            "How long a list counts as fresh when its server says nothing of it but reports changes."),
    STALE(
            "stale",
            true,
            Duration.ofHours(1),
            "How long the last good lists of a server that is away are still served."),
    START_BUDGET(
            "startBudget",
            false,
            Duration.ofSeconds(5),
            "The first list for servers that are still starting, before it goes out without them."),
    BODY("body", false, Duration.ofSeconds(30), "A request's headers and body to arrive whole."),
    WRITE("write", false, Duration.ofSeconds(30), "A client to take what is sent to it before its stream is closed."),
    KEEP_ALIVE("keepAlive", false, Duration.ofSeconds(15), "Between two signs of life on a silent stream."),
    SESSION("session", false, Duration.ofMinutes(30), "The next message of a legacy client before its session ends."),
    RESUME(
            "resume",
            false,
            Duration.ofMinutes(5),
            "A legacy client that lost its stream to come back for what it missed."),
    SEAL("seal", false, Duration.ofMinutes(10), "A modern client to come back with the sealed state of a round."),
    PAGE(
            "page",
            false,
            Duration.ofSeconds(10),
            "A page that a modern client's user agreed to open for a legacy server to be done, before the server is"
                    + " called again."),
    SIGN_IN(
            "signIn",
            false,
            Duration.ofMinutes(10),
            "A person to sign in to a server, in `nave login` or on a page of the hub."),
    REPLICA(
            "replica",
            false,
            Duration.ofSeconds(3),
            "Another node to take over a request before it counts as gone; then not asked again for as long."),
    DEBOUNCE("debounce", false, Duration.ofMillis(200), "Further changes of a list before clients are told."),
    DRAIN("drain", false, Duration.ofSeconds(10), "Calls in flight to end when Nave is stopped.");

    private final String key;
    private final boolean perServer;
    private final Duration standard;
    private final String meaning;

    Wait(String key, boolean perServer, Duration standard, String meaning) {
        this.key = key;
        this.perServer = perServer;
        this.standard = standard;
        this.meaning = meaning;
    }

    /** The key below {@code waits}. */
    public String key() {
        return key;
    }

    /** Whether a server's own {@code waits} may set it. */
    public boolean perServer() {
        return perServer;
    }

    /** The default. */
    public Duration standard() {
        return standard;
    }

    /** What is waited for, as one sentence for the reference. */
    public String meaning() {
        return meaning;
    }
}
