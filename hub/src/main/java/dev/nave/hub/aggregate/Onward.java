package dev.nave.hub.aggregate;

import dev.nave.hub.Exchange;
import dev.nave.hub.Forwarded;
import java.util.List;

/** A call on its way to the next hop: the same but for the hubs it came through. */
final class Onward extends Forwarded {
    private final List<String> hops;

    Onward(Exchange call, List<String> hops) {
        super(call);
        this.hops = hops;
    }

    @Override
    public List<String> hops() {
        return hops;
    }
}
