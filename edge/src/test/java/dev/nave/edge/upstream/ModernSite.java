package dev.nave.edge.upstream;

import dev.nave.protocol.Method;

/** A modern server that introduces itself; what a test is not about it does in the simplest way. */
record ModernSite(FakeSite.Script rest, boolean listens, boolean lists) implements FakeSite.Script {
    /** The test answers calls. */
    ModernSite(FakeSite.Script rest) {
        this(rest, false, false);
    }

    /** The test answers listens too. */
    static ModernSite listening(FakeSite.Script rest) {
        return new ModernSite(rest, true, false);
    }

    /** The test answers lists of tools too. */
    static ModernSite listing(FakeSite.Script rest) {
        return new ModernSite(rest, false, true);
    }

    @Override
    public void take(FakeSite.Visit visit) throws Exception {
        String name = visit.name();
        if (name.equals(Method.DISCOVER)) {
            visit.answer(Scripts.DISCOVERED);
        } else if (name.equals(Method.SUBSCRIPTIONS_LISTEN) && !listens) {
            visit.fail(404, -32601, "Method not found", null);
        } else if (name.equals(Method.TOOLS_LIST) && !lists) {
            visit.answer("{\"resultType\":\"complete\",\"tools\":[]}");
        } else {
            rest.take(visit);
        }
    }
}
