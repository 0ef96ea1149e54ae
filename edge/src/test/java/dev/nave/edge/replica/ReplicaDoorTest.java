package dev.nave.edge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.edge.downstream.FakeEndpoint;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.schema.JsonSchema;
import dev.nave.hub.seal.Purpose;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.json.Json;
import dev.nave.transport.http.HttpCall;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in where nodes talk to each other. */
class ReplicaDoorTest {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final Clock clock = new Clock();
    private final MemoryNetwork network = new MemoryNetwork();
    private final Seals seals = new Seals(List.of(new byte[32]), new SecureRandom(), clock);
    private final TestCallers callers = new TestCallers();
    private final TestNode node = new TestNode(
            "one:1",
            network,
            FakeEndpoint.answering("{}"),
            callers,
            seals,
            Waits.defaults(),
            Bounds.defaults(),
            Duration.ZERO,
            Duration.ofMinutes(1),
            new JsonSchema(),
            clock);
    private final AtomicInteger ids = new AtomicInteger();
    private final Passports passports = passports(seals);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void anotherNodeIsLetInAndIsShownThatItReachedOne() throws IOException {
        Passports.Issued passport = passports.issue("http://one:1", Errand.PATH, BODY);
        MemoryExchange http = knock(Errand.PATH, BODY, passport.text());
        assertThat(http.status()).isEqualTo(410); // There is no such call.
        assertThat(passports.isProof(passport, http.answerHeader(Passports.HEADER)))
                .isTrue();
        Passports.Issued another = passports.issue("http://one:1", Errand.PATH, BODY);
        assertThat(passports.isProof(another, http.answerHeader(Passports.HEADER)))
                .isFalse();
    }

    @Test
    void aPassportIsGoodOnce() throws IOException {
        String passport = passport("http://one:1", Errand.PATH, BODY);
        assertThat(knock(Errand.PATH, BODY, passport).status()).isEqualTo(410);
        assertThat(knock(Errand.PATH, BODY, passport).status()).isEqualTo(409);
    }

    @Test
    void aPassportIsGoodForItsOwnRequestAlone() throws IOException {
        assertThat(knock(
                                Errand.PATH,
                                "{ }".getBytes(StandardCharsets.UTF_8),
                                passport("http://one:1", Errand.PATH, BODY))
                        .status())
                .isEqualTo(403);
        assertThat(knock(Parcel.PATH, BODY, passport("http://one:1", Errand.PATH, BODY))
                        .status())
                .isEqualTo(403);
        assertThat(knock(Errand.PATH, BODY, passport("http://two:1", Errand.PATH, BODY))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aPassportEnds() throws IOException {
        String passport = passport("http://one:1", Errand.PATH, BODY);
        clock.pass(Duration.ofSeconds(61));
        assertThat(knock(Errand.PATH, BODY, passport).status()).isEqualTo(403);
    }

    @Test
    void whoHasNoKeyOfTheNodesIsNotLetIn() throws IOException {
        Seals foreign = new Seals(List.of(), new SecureRandom(), clock);
        assertThat(knock(
                                Errand.PATH,
                                BODY,
                                passports(foreign)
                                        .issue("http://one:1", Errand.PATH, BODY)
                                        .text())
                        .status())
                .isEqualTo(403);
        assertThat(knock(Errand.PATH, BODY, "").status()).isEqualTo(403);
        MemoryExchange caller = new MemoryExchange("POST", Errand.PATH, BODY);
        assertThat(knock(callers.of("alice", caller)).status()).isEqualTo(403);
    }

    @Test
    void nothingThatAClientCarriesIsAPassport() throws IOException {
        for (Purpose purpose : Purpose.values()) {
            String sealed = seals.seal(purpose, "http://one:1", Duration.ofMinutes(1), Json.parse("{\"n\":\"x\"}"));
            assertThat(knock(Errand.PATH, BODY, sealed).status())
                    .as("%s", purpose)
                    .isEqualTo(403);
        }
    }

    @Test
    void anUnknownErrandOfAnotherNodeIsToldApart() throws IOException {
        Passports.Issued passport = passports.issue("http://one:1", "/replica/2/visit", BODY);
        MemoryExchange http = knock("/replica/2/visit", BODY, passport.text());
        assertThat(http.status()).isEqualTo(404);
        assertThat(passports.isProof(passport, http.answerHeader(Passports.HEADER)))
                .isTrue();
    }

    private MemoryExchange knock(String path, byte[] body, String passport) throws IOException {
        return knock(new MemoryExchange("POST", path, body).with(Passports.HEADER, passport));
    }

    private MemoryExchange knock(MemoryExchange http) throws IOException {
        var sent = network.open(new HttpCall(
                "POST",
                URI.create("http://one:1" + http.path()),
                headers(http),
                http.body(),
                Duration.ofSeconds(3),
                Duration.ofSeconds(3)));
        try (var reply = sent.reply()) {
            MemoryExchange shown = new MemoryExchange("POST", http.path(), http.body());
            shown.respond(
                    reply.status(),
                    reply.header(Passports.HEADER)
                            .map(value -> Map.of(Passports.HEADER, value))
                            .orElse(Map.of()),
                    new byte[0]);
            return shown;
        }
    }

    private static Map<String, String> headers(MemoryExchange http) {
        Map<String, String> headers = new HashMap<>();
        http.headerNames().forEach(name -> http.header(name).ifPresent(value -> headers.put(name, value)));
        return headers;
    }

    private String passport(String to, String path, byte[] body) {
        return passports.issue(to, path, body).text();
    }

    private Passports passports(Seals keys) {
        return new Passports(keys, () -> "n" + ids.incrementAndGet(), clock);
    }

    private static final class Clock implements Time {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void pass(Duration span) {
            now = now.plus(span);
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long nanos() {
            return Duration.between(Instant.EPOCH, now).toNanos();
        }
    }
}
