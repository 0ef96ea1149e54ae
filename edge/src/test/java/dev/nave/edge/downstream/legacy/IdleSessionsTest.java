package dev.nave.edge.downstream.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Client;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdleSessionsTest {
    private static final Client CLIENT = new Client(Revision.V2025_11_25, Json.EMPTY_OBJECT, Json.EMPTY_OBJECT);

    private final AtomicLong nanos = new AtomicLong();
    private final Time held = new Time() {
        @Override
        public Instant now() {
            return Instant.ofEpochSecond(1_000_000).plusNanos(nanos.get());
        }

        @Override
        public long nanos() {
            return nanos.get();
        }
    };
    private final Surroundings surroundings = Surroundings.of(
            Waits.defaults().with(Wait.SESSION, Duration.ofMinutes(30)),
            Bounds.defaults(),
            held,
            () -> UUID.randomUUID().toString().replace("-", ""),
            Duration.ofSeconds(1));
    private final SessionIds ids =
            new SessionIds(new Seals(List.of(), new SecureRandom(), held), Optional.empty(), held);
    private final Sessions sessions = new Sessions(ids, surroundings);
    private final ScriptedEndpoint endpoint = new ScriptedEndpoint();

    @Test
    void aSessionNothingIsHeardOfEnds() {
        Sessions.Found.Here here = open();
        pass(Duration.ofMinutes(29));
        sessions.sweep();
        assertThat(find(here.id())).isInstanceOf(Sessions.Found.Here.class);

        pass(Duration.ofMinutes(2));
        sessions.sweep();

        assertThat(find(here.id())).isInstanceOf(Sessions.Found.Dead.class);
        assertThat(endpoint.nextNote()).isEqualTo("session ended of key:alice");
        assertThat(sessions.count()).isZero();
    }

    @Test
    void aSessionWhoseClientListensLives() {
        Sessions.Found.Here here = open();
        Channel.Follower follower = here.session().aside().follow();
        pass(Duration.ofHours(3));
        sessions.sweep();
        assertThat(find(here.id())).isInstanceOf(Sessions.Found.Here.class);

        follower.leave();
        sessions.sweep();

        assertThat(find(here.id())).isInstanceOf(Sessions.Found.Dead.class);
    }

    @Test
    void anIdOlderThanADayOpensNothingAnyMore() {
        Sessions.Found.Here here = open();
        pass(Duration.ofHours(23));
        assertThat(new Sessions(ids, surroundings).find(here.id(), LegacyFixture.ALICE, "/mcp", endpoint))
                .isInstanceOf(Sessions.Found.Here.class);

        pass(Duration.ofHours(2));

        assertThat(new Sessions(ids, surroundings).find(here.id(), LegacyFixture.ALICE, "/mcp", endpoint))
                .isInstanceOf(Sessions.Found.Dead.class);
    }

    private Sessions.Found.Here open() {
        return (Sessions.Found.Here) sessions.open(LegacyFixture.ALICE, "/mcp", CLIENT, endpoint);
    }

    private Sessions.Found find(String id) {
        return sessions.find(id, LegacyFixture.ALICE, "/mcp", endpoint);
    }

    private void pass(Duration span) {
        nanos.addAndGet(span.toNanos());
    }
}
