package dev.nave.hub.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.TestTime;
import dev.nave.protocol.json.Json;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SealsTest {
    private static final Json VALUE = Json.parse("{\"n\":23456789012345678901234,\"s\":\"\\ud800\"}");
    private final TestTime time = new TestTime();
    private final Seals seals = seals(key(1));

    @Test
    void whatWasSealedOpensAsItWasSpelled() {
        assertThat(seals.open(Purpose.STATE, "key:alice", sealed())).contains(VALUE);
    }

    @Test
    void aSealIsVisibleAsciiAndDiffersEachTime() {
        assertThat(sealed()).matches("h1\\.[A-Za-z0-9_-]+").isNotEqualTo(sealed());
    }

    @Test
    void nobodyElseOpensIt() {
        assertThat(seals.open(Purpose.STATE, "key:bob", sealed())).isEmpty();
        assertThat(seals.open(Purpose.PARK, "key:alice", sealed())).isEmpty();
        assertThat(seals(key(2)).open(Purpose.STATE, "key:alice", sealed())).isEmpty();
    }

    @Test
    void itExpires() {
        String sealed = sealed();
        time.pass(Duration.ofSeconds(59));
        assertThat(seals.open(Purpose.STATE, "key:alice", sealed)).isPresent();
        time.pass(Duration.ofSeconds(2));
        assertThat(seals.open(Purpose.STATE, "key:alice", sealed)).isEmpty();
    }

    @Test
    void noChangedCharacterGoesUnseen() {
        String sealed = sealed();
        // But for the last one, which holds bits that stand for nothing.
        for (int i = 0; i < sealed.length() - 1; i++) {
            char other = sealed.charAt(i) == 'A' ? 'Q' : 'A';
            String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
            assertThat(seals.open(Purpose.STATE, "key:alice", changed))
                    .as("character %d", i)
                    .isEmpty();
        }
    }

    @Test
    void whatIsNoSealAtAllIsRefusedQuietly() {
        for (String text : List.of("", "h1.", "h1.%%%", "h1.AAAA", "h2." + sealed().substring(3), "x".repeat(100))) {
            assertThat(seals.open(Purpose.STATE, "key:alice", text)).isEmpty();
        }
    }

    @Test
    void keysAreRotatedByPuttingANewOneFirst() {
        String old = sealed();
        Seals rotated = seals(key(2), key(1));
        assertThat(rotated.open(Purpose.STATE, "key:alice", old)).contains(VALUE);
        String fresh = rotated.seal(Purpose.STATE, "key:alice", Duration.ofMinutes(1), VALUE);
        assertThat(seals.open(Purpose.STATE, "key:alice", fresh)).isEmpty();
    }

    @Test
    void whatARemovedKeySealedIsRefused() {
        String old = sealed();
        assertThat(seals(key(2)).open(Purpose.STATE, "key:alice", old)).isEmpty();
    }

    @Test
    void noPurposeOpensWhatAnotherOneSealed() {
        for (Purpose one : Purpose.values()) {
            String sealed = seals.seal(one, "key:alice", Duration.ofMinutes(1), VALUE);
            for (Purpose other : Purpose.values()) {
                assertThat(seals.open(other, "key:alice", sealed).isPresent())
                        .as("%s opened as %s", one, other)
                        .isEqualTo(one == other);
            }
        }
    }

    private String sealed() {
        return seals.seal(Purpose.STATE, "key:alice", Duration.ofMinutes(1), VALUE);
    }

    private Seals seals(byte[]... keys) {
        return new Seals(List.of(keys), new SecureRandom(), time);
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }
}
