package dev.nave.hub.aggregate;

import dev.nave.hub.Exchange;
import dev.nave.hub.Filter;
import dev.nave.hub.Quota;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;

/** Refuses a call when too many are in flight, of its principal or in all. Its quota counts those of every server. */
final class CallLimit implements Filter {
    private final Quota quota;

    CallLimit(Quota quota) {
        this.quota = quota;
    }

    @Override
    public Reply filter(Request request, Exchange exchange, Server next) {
        String principal = exchange.caller().principal();
        return switch (quota.take(principal)) {
            case PRINCIPAL_FULL -> refused("You have as many calls in flight as you may: wait until some of them end.");
            case FULL -> refused("The hub has as many calls in flight as it takes: try again later.");
            case TAKEN -> {
                try {
                    yield next.serve(request, exchange);
                } finally {
                    quota.give(principal);
                }
            }
        };
    }

    @Override
    public String name() {
        return "calls";
    }

    private static Reply refused(String text) {
        return Reply.lost(Reply.Ran.SURELY_NOT, text);
    }
}
