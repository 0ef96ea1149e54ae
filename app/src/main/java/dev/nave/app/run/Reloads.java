package dev.nave.app.run;

import dev.nave.app.configuration.ConfigurationSource;
import dev.nave.hub.aggregate.Hub;
import dev.nave.hub.aggregate.Reload;
import dev.nave.hub.configuration.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What makes a hub read its configuration anew without being asked over MCP: its files, and the signal HUP. */
final class Reloads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reloads.class);
    private static final Duration ANOTHER_TRY = Duration.ofMillis(50);

    private final @Nullable FileWatch watch;

    private Reloads(@Nullable FileWatch watch) {
        this.watch = watch;
    }

    /**
     * @param files whether the files are watched; the signal is heard in any case
     * @param told a text for people after each reload
     */
    static Reloads start(Hub hub, ConfigurationSource source, boolean files, Consumer<String> told) {
        Runnable reload = () -> told.accept(words(reload(hub)));
        HangUp.handle(reload);
        if (!files || source.files().isEmpty()) {
            return new Reloads(null);
        }
        try {
            return new Reloads(FileWatch.start(source.files(), reload));
        } catch (IOException e) {
            LOG.warn("The configuration is not watched, reload it with 'nave reload': {}", e.toString());
            return new Reloads(null);
        }
    }

    /** One that is under way may have read before this change: it is waited for. */
    private static Reload reload(Hub hub) {
        Reload reload = hub.reload();
        try {
            while (reload instanceof Reload.Busy) {
                Thread.sleep(ANOTHER_TRY);
                reload = hub.reload();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return reload;
    }

    private static String words(Reload reload) {
        return switch (reload) {
            case Reload.Done(var change, var warnings) -> {
                StringBuilder text = new StringBuilder("Reloaded: ").append(change);
                for (Problem warning : warnings) {
                    text.append("\nwarning: ").append(warning);
                }
                yield text.toString();
            }
            case Reload.Refused refused -> "Not reloaded:\n" + refused;
            case Reload.Busy busy -> "Not reloaded: " + busy;
        };
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }
}
