package dev.nave.guard.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.secret.Reference;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.SecretUnavailable;
import dev.nave.hub.secret.Template;
import dev.nave.hub.secret.Values;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RotationTest {
    private static final Reference FIRST = Reference.of("drawer", "first");
    private static final Reference SECOND = Reference.of("drawer", "second");
    private static final Reference OTHER = Reference.of("box", "first");

    private final Drawer drawer = new Drawer("drawer");
    private final Drawer box = new Drawer("box");
    private final SecretFinder finder = new SecretFinder(List.of(drawer, box), new SecureRandom());
    private final List<ServerSettings> servers =
            List.of(server("one", FIRST), server("two", FIRST, SECOND), server("three", OTHER), server("four"));
    private final BlockingQueue<String> restarted = new LinkedBlockingQueue<>();
    private final Rotation rotation = new Rotation(finder, () -> servers, restarted::add);

    RotationTest() {
        drawer.values.putAll(Map.of("first", "1", "second", "2"));
        box.values.put("first", "3");
    }

    @AfterEach
    void close() {
        rotation.close();
        finder.close();
    }

    @Test
    void onlyServersWhoseSecretsChangedAreStartedAnew() throws Exception {
        start();
        assertThat(rotation.look()).isEmpty();
        drawer.values.put("second", "new");
        assertThat(rotation.look()).isEqualTo(Map.of("two", Set.of(SECOND)));
        assertThat(restarted).containsExactly("two");
        start();
        assertThat(rotation.look()).isEmpty();

        drawer.values.put("first", "new");
        assertThat(rotation.look()).containsOnlyKeys("one", "two");
        assertThat(restarted).containsExactly("two", "one", "two");
    }

    @Test
    void aSecretThatIsAwayStopsNobodyAndOneThatComesStartsWhoWaitsForIt() throws Exception {
        box.values.remove("first");
        start();
        drawer.values.remove("first");
        assertThat(rotation.look()).isEmpty();

        box.values.put("first", "there");
        assertThat(rotation.look()).isEqualTo(Map.of("three", Set.of(OTHER)));
        drawer.values.put("first", "1");
        start();
        assertThat(rotation.look()).isEmpty();
    }

    @Test
    void whatWasNotStartedYetIsLeftAlone() throws Exception {
        assertThat(rotation.look()).isEmpty();
        assertThat(drawer.asked).hasValue(0);
    }

    @Test
    void eachSecretIsAskedForOnceHoweverManyUseIt() throws Exception {
        start();
        drawer.asked.set(0);
        rotation.look();
        assertThat(drawer.asked).hasValue(2);
    }

    @Test
    void aKindIsLookedAtByItself() throws Exception {
        start();
        drawer.values.put("first", "new");
        box.values.put("first", "new");
        rotation.start(Map.of("box", Duration.ofMillis(1)));
        assertThat(restarted.poll(30, TimeUnit.SECONDS)).isEqualTo("three");
        assertThat(restarted).doesNotContain("one", "two");
    }

    private void start() throws InterruptedException {
        for (ServerSettings server : servers) {
            try {
                Values.find(
                        finder,
                        server.name(),
                        server.target().secrets(),
                        server.target().plain());
            } catch (SecretUnavailable _) {
                // It is not started, and stays so.
            }
        }
    }

    private static ServerSettings server(String name, Reference... references) {
        Template argument = Template.of(List.of(references), "");
        return ServerSettings.of(
                name, new Target.Command(Template.of("x"), List.of(argument), Map.of(), Optional.empty()));
    }

    private static final class Drawer implements SecretBackend {
        final Map<String, String> values = new ConcurrentHashMap<>();
        final AtomicInteger asked = new AtomicInteger();
        private final String kind;

        Drawer(String kind) {
            this.kind = kind;
        }

        @Override
        public String kind() {
            return kind;
        }

        @Override
        public Secret find(String name) throws SecretUnavailable {
            asked.incrementAndGet();
            String value = values.get(name);
            if (value == null) {
                throw new SecretUnavailable("it is away", "Wait.", true);
            }
            return Secret.of(value);
        }
    }
}
