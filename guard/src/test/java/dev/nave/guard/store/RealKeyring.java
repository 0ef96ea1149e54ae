package dev.nave.guard.store;

import static org.junit.jupiter.api.Assertions.fail;

import dev.nave.guard.tool.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A D-Bus session of its own with an unlocked GNOME Keyring, gone when it is closed. */
final class RealKeyring implements AutoCloseable {
    private final Process session;
    private final Map<String, String> environment;

    private RealKeyring(Process session, Map<String, String> environment) {
        this.session = session;
        this.environment = environment;
    }

    static void assumeThere() {
        boolean there = Stream.of("dbus-run-session", "gnome-keyring-daemon", "secret-tool")
                .allMatch(name -> new Tool(name, System.getenv(), Duration.ofSeconds(1)).isThere());
        String advice = "no keyring here: install the packages dbus, gnome-keyring and libsecret-tools";
        if (!there && "true".equals(System.getenv("CI"))) {
            fail(advice);
        }
        Assumptions.assumeTrue(there, advice);
    }

    static RealKeyring start(Path directory) throws IOException {
        Path runtime = Files.createDirectories(
                directory.resolve("runtime"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path home = Files.createDirectories(directory.resolve("home"));
        ProcessBuilder builder = new ProcessBuilder("dbus-run-session", "--", "sh", "-c", """
            printf 'a password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
            echo "$DBUS_SESSION_BUS_ADDRESS"
            exec cat
            """);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("XDG_RUNTIME_DIR", runtime.toString());
        builder.environment().put("XDG_DATA_HOME", home.toString());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process session = builder.start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(session.getInputStream(), StandardCharsets.UTF_8));
        String address = Objects.requireNonNull(out.readLine(), "the session ended");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("DBUS_SESSION_BUS_ADDRESS", address);
        environment.put("HOME", home.toString());
        environment.put("XDG_RUNTIME_DIR", runtime.toString());
        return new RealKeyring(session, environment);
    }

    Map<String, String> environment() {
        return environment;
    }

    @Override
    public void close() throws IOException {
        session.getOutputStream().close();
        session.onExit().join();
    }
}
