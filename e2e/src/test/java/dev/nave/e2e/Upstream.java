package dev.nave.e2e;

/** A server of our own on HTTP, for tests of other packages. */
public final class Upstream implements AutoCloseable {
    private final Fixture.Listening listening;

    private Upstream(Fixture.Listening listening) {
        this.listening = listening;
    }

    /** Starts the one that speaks up to 2025-11-25. */
    public static Upstream legacy() throws InterruptedException {
        return new Upstream(Fixture.LEGACY.http(NodeTools.installed()));
    }

    /** Where it answers. */
    public String url() {
        return listening.url();
    }

    @Override
    public void close() {
        listening.close();
    }
}
