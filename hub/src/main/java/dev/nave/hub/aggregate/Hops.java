package dev.nave.hub.aggregate;

import dev.nave.hub.Exchange;
import dev.nave.hub.Filter;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.protocol.message.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** Refuses a call that has been here before, and puts this hub among those it came through. */
final class Hops implements Filter {
    private final String hub;
    private final List<String> first;
    private final int most;

    Hops(String hub, int most) {
        this.hub = hub;
        this.first = List.of(hub);
        this.most = most;
    }

    @Override
    public Reply filter(Request request, Exchange exchange, Server next) {
        List<String> passed = exchange.hops();
        if (passed.contains(hub) || passed.size() >= most) {
            return Reply.failed(
                    ErrorCode.INTERNAL_ERROR,
                    "Expected a call that comes here once, through fewer than " + most
                            + " hubs, but it goes in circles: hubs are configured as servers of each other. Take one of"
                            + " them out.");
        }
        return next.serve(request, new Onward(exchange, passed.isEmpty() ? first : with(passed)));
    }

    private List<String> with(List<String> passed) {
        List<String> onward = new ArrayList<>(passed);
        onward.add(hub);
        return List.copyOf(onward);
    }

    @Override
    public String name() {
        return "hops";
    }
}
