package dev.nave.hub.configuration;

/** Everything Nave counts. Each has a default, a key in the files and a stated answer to what exceeds it. */
public enum Bound {
    MESSAGE_BYTES("message", Unit.BYTES, 4L << 20, "One message of a client; 413 or an error beyond it."),
    LINE_BYTES("line", Unit.BYTES, 16L << 20, "One message of a child, a line; its call fails beyond it."),
    RESULT_BYTES(
            "result", Unit.BYTES, 16L << 20, "One message of a remote server, a body or an event; its call fails."),
    HEADER_BYTES("headers", Unit.BYTES, 32L << 10, "The headers of a client's request; 431 beyond it."),
    DEPTH("depth", Unit.COUNT, 128, "How deeply objects and arrays of a message nest; the message is refused."),
    STRING_BYTES("string", Unit.BYTES, 16L << 20, "One string of a message; the message is refused."),
    NUMBER_LENGTH("number", Unit.COUNT, 1_000, "The characters of one number of a message; the message is refused."),
    BATCH("batch", Unit.COUNT, 100, "The messages of one batch of a 2025-03-26 client; the batch is refused."),
    LIST_ENTRIES(
            "listEntries", Unit.COUNT, 10_000, "The entries of one server's list; the rest is left out, and said so."),
    LIST_PAGES("listPages", Unit.COUNT, 1_000, "The pages of one server's list; the rest is left out, and said so."),
    PAGE_ENTRIES(
            "pageEntries", Unit.COUNT, 1_000, "The entries of one page that a client is given; more go on the next."),
    MANIFEST_BYTES(
            "manifest",
            Unit.BYTES,
            16L << 20,
            "A manifest: published without its tools, prompts and resources beyond it, refused when fetched."),
    MANIFEST_SERVERS(
            "manifestServers", Unit.COUNT, 500, "Servers taken from one manifest; the rest is left out, and said so."),
    INSTRUCTIONS_BYTES("instructions", Unit.BYTES, 16L << 10, "The instructions clients are given; cut beyond it."),
    READ_ENTRIES(
            "readEntries",
            Unit.COUNT,
            10_000,
            "Resources kept as they were read, for as long as their servers allow; those used longest ago go."),
    READ_BYTES(
            "readBytes",
            Unit.BYTES,
            32L << 20,
            "Bytes of resources kept as they were read; likewise, and one above an eighth of it is not kept."),
    SESSIONS("sessions", Unit.COUNT, 10_000, "Sessions of legacy clients; 503 for a further one."),
    SESSIONS_PER_PRINCIPAL(
            "sessionsPerPrincipal", Unit.COUNT, 5_000, "Sessions of one principal; 429 for a further one."),
    STREAMS("streams", Unit.COUNT, 20_000, "Open listening streams of clients; 503 for a further one."),
    STREAMS_PER_PRINCIPAL(
            "streamsPerPrincipal",
            Unit.COUNT,
            10_000,
            "Open listening streams of one principal; 429 for a further one."),
    SUBSCRIPTIONS(
            "subscriptions", Unit.COUNT, 1_000, "Resources one session or listen watches; a further one is refused."),
    CALLS("calls", Unit.COUNT, 10_000, "Calls in flight; an error for a further one."),
    CALLS_PER_PRINCIPAL(
            "callsPerPrincipal", Unit.COUNT, 2_000, "Calls in flight of one principal; an error for a further one."),
    PARKED(
            "parked",
            Unit.COUNT,
            10_000,
            "Calls that wait for an answer of their client; a further question is declined."),
    PARKED_PER_PRINCIPAL(
            "parkedPerPrincipal", Unit.COUNT, 1_000, "Calls of one principal that wait for an answer; likewise."),
    TASKS(
            "tasks",
            Unit.COUNT,
            10_000,
            "Tasks of one server that are followed, or kept for their clients; a further one is not followed, or"
                    + " fails."),
    TASKS_PER_PRINCIPAL(
            "tasksPerPrincipal",
            Unit.COUNT,
            1_000,
            "Tasks of one principal kept at one server of an older revision; a call that would make a further one"
                    + " fails."),
    ROUNDS("rounds", Unit.COUNT, 10, "Rounds of questions in one call; the call fails beyond it."),
    STATE_BYTES(
            "state",
            Unit.BYTES,
            64L << 10,
            "The state a modern server lets its client carry; the call fails beyond it."),
    JOURNAL_BYTES(
            "journal",
            Unit.BYTES,
            16L << 10,
            "The answers that the state of a repeatable call carries, so that another node can make it again; beyond"
                    + " it the call is not made again."),
    EVENT_ENTRIES(
            "events", Unit.COUNT, 1_000, "Events kept of one session for a client that comes back; the oldest go."),
    EVENT_BYTES("eventBytes", Unit.BYTES, 4L << 20, "Bytes of events kept of one session; the oldest go."),
    ALL_EVENT_BYTES("allEventBytes", Unit.BYTES, 256L << 20, "Bytes of events kept of all sessions; the oldest go."),
    MAILBOX(
            "mailbox",
            Unit.COUNT,
            1_024,
            "Notices of one call its client has not taken; log lines beyond it are counted, not kept."),
    OUTBOX_BYTES(
            "outbox", Unit.BYTES, 16L << 20, "Bytes a slow client has not taken of one stream; the stream is closed."),
    UPSTREAM_SESSIONS("upstreamSessions", Unit.COUNT, 1_000, "Sessions with one remote server; a call waits its turn."),
    CHILDREN("children", Unit.COUNT, 64, "Processes of one server; a call waits its turn."),
    CHILDREN_PER_PRINCIPAL(
            "childrenPerPrincipal",
            Unit.COUNT,
            16,
            "Processes of one server held by one principal; a call waits its turn."),
    STDERR_BYTES("stderr", Unit.BYTES, 1L << 20, "What is kept of one server's stderr; the oldest goes."),
    HOPS("hops", Unit.COUNT, 8, "Hubs a call has passed before it is refused as a loop.");

    private final String key;
    private final Unit unit;
    private final long standard;
    private final String meaning;

    Bound(String key, Unit unit, long standard, String meaning) {
        this.key = key;
        this.unit = unit;
        this.standard = standard;
        this.meaning = meaning;
    }

    /** The key below {@code bounds}. */
    public String key() {
        return key;
    }

    public Unit unit() {
        return unit;
    }

    /** The default, in {@link #unit()}. */
    public long standard() {
        return standard;
    }

    /** What is counted and what happens beyond it, for the reference. */
    public String meaning() {
        return meaning;
    }

    /** What a bound counts. */
    public enum Unit {
        /** Bytes, written as {@code 4MiB}, {@code 64KiB} or a plain number. */
        BYTES,
        /** Things, written as a plain number. */
        COUNT
    }
}
