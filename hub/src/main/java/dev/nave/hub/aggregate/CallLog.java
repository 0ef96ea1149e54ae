package dev.nave.hub.aggregate;

import dev.nave.hub.Exchange;
import dev.nave.hub.Failure;
import dev.nave.hub.Filter;
import dev.nave.hub.OngoingCall;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.Time;
import dev.nave.protocol.message.ErrorCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names a call for the logs and logs how it ended. A failure that is no answer of the server carries the call's id to the
 * client, so that the line about it is found. Outermost, so that every refusal is seen.
 */
final class CallLog implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger("nave.calls");
    private static final int OF_THE_HUB = 4;

    private final String server;
    private final String hub;
    private final AtomicLong numbers;
    private final Time time;

    /**
     * @param hub its id, of which a few characters tell its calls from those of an earlier one
     * @param numbers counts the calls of the hub
     */
    CallLog(String server, String hub, AtomicLong numbers, Time time) {
        this.server = server;
        this.hub = hub.substring(0, Math.min(OF_THE_HUB, hub.length()));
        this.numbers = numbers;
        this.time = time;
    }

    @Override
    public Reply filter(Request request, Exchange exchange, Server next) {
        OngoingCall call = new OngoingCall(hub, numbers.incrementAndGet(), server, request, exchange);
        long began = time.nanos();
        return call.during(() -> ended(call, began, serve(request, exchange, next, call)));
    }

    @Override
    public String name() {
        return "log";
    }

    private static Reply serve(Request request, Exchange exchange, Server next, OngoingCall call) {
        try {
            return next.serve(request, exchange);
        } catch (RuntimeException defect) {
            LOG.error("{} failed in the hub itself", call.method(), defect);
            return Reply.lost(Reply.Ran.PERHAPS, "The hub itself failed; its log says more.");
        }
    }

    private Reply ended(OngoingCall call, long began, Reply reply) {
        if (reply instanceof Reply.Failed(Failure failure, Reply.Ran ran)) {
            return failed(call, began, failure, ran);
        }
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} {} took {} ms", call.method(), call.about().orElse(""), since(began));
        }
        return reply;
    }

    private Reply failed(OngoingCall call, long began, Failure failure, Reply.Ran ran) {
        boolean own = ran != Reply.Ran.ANSWERED;
        if (own || failure.code() == ErrorCode.INTERNAL_ERROR) {
            LOG.info(
                    "{} {} failed after {} ms: {}",
                    call.method(),
                    call.about().orElse(""),
                    since(began),
                    failure.message());
        }
        return own
                ? new Reply.Failed(
                        new Failure(failure.code(), failure.message() + " [call " + call.id() + "]", failure.data()),
                        ran)
                : new Reply.Failed(failure, ran);
    }

    private long since(long began) {
        return Duration.ofNanos(time.nanos() - began).toMillis();
    }
}
