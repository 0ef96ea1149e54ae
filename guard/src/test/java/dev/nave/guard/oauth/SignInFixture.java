package dev.nave.guard.oauth;

import dev.nave.guard.store.FileKey;
import dev.nave.guard.store.SecretStore;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.SignInSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Waits;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** What signs in to the server of a test, with a clock of its own. */
final class SignInFixture implements AutoCloseable {
    private final Path directory;
    private final TestAuthority authority;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    final OAuth oauth;

    SignInFixture(Path directory, TestAuthority authority) {
        this.directory = directory;
        this.authority = authority;
        this.oauth = another();
    }

    /** As another process has it: of the same store, with nothing else in common. */
    OAuth another() {
        Time time = new Time() {
            @Override
            public Instant now() {
                return Instant.now().plus(ahead.get());
            }

            @Override
            public long nanos() {
                return System.nanoTime() + ahead.get().toNanos();
            }
        };
        SecureRandom random = new SecureRandom();
        SecretStore store = new SecretStore(
                directory.resolve("secrets.json"), new FileKey(directory.resolve("master.key")), random, time);
        return new OAuth(store, SignInSettings.defaults(), Waits.defaults(), random, time);
    }

    /** So much time has passed. */
    void pass(Duration span) {
        ahead.updateAndGet(span::plus);
    }

    ServerSettings server() {
        return ServerSettings.of("tickets", Target.Remote.at(authority.mcp()));
    }

    /** A browser that goes where it is sent; what it meets there does not matter. */
    static void browse(URI page) {
        get(page);
    }

    /** The status in the end. */
    static int get(URI page) {
        try {
            HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
            connection.setInstanceFollowRedirects(true);
            try {
                return connection.getResponseCode();
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            throw new AssertionError("The browser met " + e, e);
        }
    }

    @Override
    public void close() {
        oauth.close();
    }
}
