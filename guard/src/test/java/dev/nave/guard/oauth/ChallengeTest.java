package dev.nave.guard.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ChallengeTest {
    @Test
    void whatBearerAsksForIsReadWhateverStandsAroundIt() {
        Challenge challenge = Challenge.of(List.of(
                "Basic realm=\"a, Bearer scope=x\"",
                "Negotiate, Bearer realm=\"q\\\"uoted\", scope=\"files:read files:write\",  error=insufficient_scope ,"
                        + " resource_metadata=\"https://mcp.example/.well-known/x\", DPoP scope=\"other\""));

        assertThat(challenge.scopes()).containsExactly("files:read", "files:write");
        assertThat(challenge.metadata()).contains("https://mcp.example/.well-known/x");
        assertThat(challenge.wantsMore()).isTrue();
    }

    @Test
    void aSchemeIsReadInAnyCaseAndMayHaveNoParameters() {
        assertThat(Challenge.of(List.of("bearer"))).isEqualTo(Challenge.NONE);
        assertThat(Challenge.of(List.of("BEARER SCOPE=one")).scopes()).containsExactly("one");
    }

    @Test
    void aLongOneIsReadOnASmallStack() throws Exception {
        String scope = "\\\"s".repeat(2_500);
        AtomicReference<Challenge> read = new AtomicReference<>();
        Thread small = new Thread(
                null, () -> read.set(Challenge.of(List.of("Bearer scope=\"" + scope + "\""))), "small", 128 << 10);
        small.start();
        small.join();

        assertThat(read.get()).isNotNull();
        assertThat(read.get().scopes()).containsExactly("\"s".repeat(2_500));
    }

    @Test
    void whatIsNoChallengeOfBearerAsksForNothing() {
        assertThat(Challenge.of(List.of())).isEqualTo(Challenge.NONE);
        assertThat(Challenge.of(List.of("Basic scope=\"x\""))).isEqualTo(Challenge.NONE);
        assertThat(Challenge.of(List.of("Bearer scope=\"never closed"))).isEqualTo(Challenge.NONE);
        assertThat(Challenge.of(List.of("Bearer " + "scope=\"x\",".repeat(2_000))))
                .isEqualTo(Challenge.NONE);
    }
}
