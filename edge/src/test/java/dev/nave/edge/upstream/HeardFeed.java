package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Connector;
import dev.nave.hub.ListKind;
import dev.nave.protocol.json.Json;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Notes what a server says outside calls, one line each. */
public final class HeardFeed implements Connector.Feed {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void listChanged(ListKind kind) {
        heard.add("changed " + kind);
    }

    @Override
    public void resourceUpdated(Optional<String> principal, String uri, Json params) {
        heard.add("updated " + uri + principal.map(name -> " for " + name).orElse(""));
    }

    @Override
    public void taskChanged(String id, Optional<Json> state) {
        heard.add("task " + id + " " + state.map(Json::raw).orElse("-"));
    }

    @Override
    public void said(Optional<String> principal, Optional<String> session, String method, Json params) {
        heard.add("said " + principal.orElse("-") + " " + session.orElse("-") + " " + method);
    }

    @Override
    public void lost(String reason) {
        heard.add("lost " + reason);
    }

    /** The next line that begins like this; others are passed over. */
    public String next(String beginning) throws InterruptedException {
        while (true) {
            String line = heard.poll(30, TimeUnit.SECONDS);
            assertThat(line).as("something heard that begins with " + beginning).isNotNull();
            if (line.startsWith(beginning)) {
                return line;
            }
        }
    }

    /** Whether a line that begins like this was heard by now. */
    public boolean has(String beginning) {
        return heard.stream().anyMatch(line -> line.startsWith(beginning));
    }
}
