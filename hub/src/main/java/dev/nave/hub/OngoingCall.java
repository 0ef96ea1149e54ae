package dev.nave.hub;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The call that a thread works on, for what is logged meanwhile: it costs a call next to nothing, since everything is
 * looked up only when a line is written. One for each call to a server; belongs to the thread that serves it.
 */
public final class OngoingCall {
    private static final ScopedValue<OngoingCall> HERE = ScopedValue.newInstance();

    private final String hub;
    private final long number;
    private final String server;
    private final Request request;
    private final Exchange exchange;

    /**
     * @param hub what tells the calls of one hub from those of another
     * @param number what tells the calls of one hub apart
     * @param server which server it goes to
     */
    public OngoingCall(String hub, long number, String server, Request request, Exchange exchange) {
        this.hub = hub;
        this.number = number;
        this.server = server;
        this.request = request;
        this.exchange = exchange;
    }

    /** The innermost one of this thread. */
    public static Optional<OngoingCall> here() {
        return HERE.isBound() ? Optional.of(HERE.get()) : Optional.empty();
    }

    /** Serves it: while this runs, the call is {@link #here}. */
    public Reply during(Supplier<Reply> serving) {
        return ScopedValue.where(HERE, this).call(serving::get);
    }

    /** What clients are told and logs say, such as {@code 3f2a-1k}. */
    public String id() {
        return hub + "-" + Long.toString(number, Character.MAX_RADIX);
    }

    public String server() {
        return server;
    }

    public String method() {
        return request.method();
    }

    /** The tool, prompt or resource that is asked for, in the server's own names. */
    public Optional<String> about() {
        return request.params().string("name").or(() -> request.params().string("uri"));
    }

    public String principal() {
        return exchange.caller().principal();
    }

    /** The trace that the client put it in: the id in {@code traceparent} (W3C Trace Context) of its {@code _meta}. */
    public Optional<String> trace() {
        return request.params()
                .member("_meta")
                .flatMap(meta -> meta.string("traceparent"))
                .map(parent -> parent.split("-", -1))
                .filter(parts -> parts.length >= 4 && parts[1].matches("[0-9a-f]{32}"))
                .map(parts -> parts[1]);
    }
}
