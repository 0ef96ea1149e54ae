package dev.nave.guard.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.credential.Access;
import dev.nave.hub.credential.Barred;
import dev.nave.hub.credential.Refusal;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.Values;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens on their way through time, whose refresh tokens are good for one use. */
class RenewalTest {
    private static final Optional<String> ALL = Optional.empty();
    private static final int CALLS = 30;

    @TempDir
    Path directory;

    private TestAuthority authority;
    private SignInFixture fixture;
    private Access access;
    private Secret first;

    @BeforeEach
    void signIn() throws Exception {
        authority = new TestAuthority();
        fixture = new SignInFixture(directory, authority);
        Login login = fixture.oauth.login(SignInFixture::browse);
        first = login.to(fixture.server(), Values.NONE)
                .refused(authority.mcp(), ALL, new Refusal(401, List.of("Bearer"), Optional.empty()));
        access = fixture.oauth.to(fixture.server(), Values.NONE);
    }

    @AfterEach
    void stop() {
        fixture.close();
        authority.close();
    }

    private Refusal refused(Secret shown) {
        return new Refusal(401, List.of("Bearer error=\"invalid_token\""), Optional.of(shown));
    }

    private Secret shown() throws Barred {
        return access.header(authority.mcp(), ALL).value().orElseThrow();
    }

    @Test
    void aTokenIsRenewedBeforeItEnds() throws Exception {
        fixture.pass(Duration.ofMinutes(58));
        assertThat(shown()).isEqualTo(first);
        fixture.pass(Duration.ofSeconds(70));
        Secret next = shown();

        assertThat(next).isNotEqualTo(first);
        assertThat(shown()).isEqualTo(next);
        assertThat(authority.refreshed).hasValue(1);
        fixture.pass(Duration.ofHours(1));
        assertThat(shown()).isNotEqualTo(next);
        assertThat(fixture.another()
                        .to(fixture.server(), Values.NONE)
                        .header(authority.mcp(), ALL)
                        .value())
                .contains(shown());
    }

    @Test
    void whoeverAsksAtTheSameTimeAndInOtherProcessesItIsRenewedOnce() throws Exception {
        List<OAuth> processes = List.of(fixture.oauth, fixture.another(), fixture.another());
        List<Access> all = processes.stream()
                .map(each -> each.to(fixture.server(), Values.NONE))
                .toList();
        for (Access each : all) {
            assertThat(each.header(authority.mcp(), ALL).value()).contains(first);
        }
        fixture.pass(Duration.ofHours(2));
        authority.refreshes = new CountDownLatch(1);
        Set<Secret> got = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Secret>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                Access each = all.get(i % all.size());
                // Half of them find out by themselves, half by being refused.
                Callable<Secret> call = i % 2 == 0
                        ? () -> each.header(authority.mcp(), ALL).value().orElseThrow()
                        : () -> each.refused(authority.mcp(), ALL, refused(first));
                calls.add(threads.submit(call));
            }
            authority.refreshes.countDown();
            for (Future<Secret> call : calls) {
                got.add(call.get());
            }
        }
        assertThat(got).hasSize(1).doesNotContain(first);
        assertThat(authority.refreshed).hasValue(1);
        processes.subList(1, 3).forEach(OAuth::close);
    }

    @Test
    void aTokenThatIsRefusedIsRenewedAndOneJustGotIsNot() throws Exception {
        fixture.pass(Duration.ofMinutes(5));
        Secret next = access.refused(authority.mcp(), ALL, refused(first));
        assertThat(next).isNotEqualTo(first);

        assertThatThrownBy(() -> access.refused(authority.mcp(), ALL, refused(next)))
                .isInstanceOf(Barred.class)
                .hasMessageContaining("no longer takes the sign-in");
        assertThat(access.refused(authority.mcp(), ALL, refused(first))).isEqualTo(next);
        assertThat(authority.refreshed).hasValue(1);
    }

    @Test
    void whileItCannotBeRenewedItIsKeptAndUsedToItsEnd() throws Exception {
        authority.tokenStatus = 503;
        fixture.pass(Duration.ofMinutes(59).plusSeconds(30));
        assertThat(shown()).isEqualTo(first);
        fixture.pass(Duration.ofMinutes(5));
        assertThatThrownBy(this::shown)
                .isInstanceOfSatisfying(
                        Barred.class, barred -> assertThat(barred.isPassing()).isTrue())
                .hasMessageContaining("could not be renewed");
        authority.tokenStatus = 200;

        assertThat(shown()).isNotEqualTo(first);
    }

    @Test
    void aSignInThatHasEndedIsForgottenWithWordsWhatToDo() throws Exception {
        authority.tokenStatus = 400;
        authority.tokenError = "invalid_grant";
        fixture.pass(Duration.ofHours(2));

        assertThatThrownBy(this::shown)
                .isInstanceOfSatisfying(Barred.class, barred -> {
                    assertThat(barred.isPassing()).isFalse();
                    assertThat(barred.advice()).contains("nave login tickets");
                })
                .hasMessageContaining("its sign-in has ended")
                .hasMessageContaining("invalid_grant");
        assertThat(fixture.oauth.signIns()).isEmpty();
        assertThat(access.header(authority.mcp(), ALL).value()).isEmpty();
    }

    @Test
    void whatIsSignedOutOfWhileItIsRenewedStaysSignedOutOf() throws Exception {
        fixture.pass(Duration.ofHours(2));
        authority.refreshes = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Secret> renewal = threads.submit(this::shown);
            while (authority.refreshed.get() == 0) {
                Thread.onSpinWait();
            }
            Future<?> logout = threads.submit(() -> fixture.oauth.logout(fixture.server(), Values.NONE, ALL));
            authority.refreshes.countDown();
            renewal.get();
            logout.get();
        }
        assertThat(fixture.oauth.signIns()).isEmpty();
        assertThat(fixture.another().signIns()).isEmpty();
        assertThat(authority.revoked.take().get("token")).isEqualTo("refresh-" + authority.made());
    }

    @Test
    void whoSignedOutElsewhereIsNotSignedInAgainByARenewal() throws Exception {
        OAuth elsewhere = fixture.another();
        Access other = elsewhere.to(fixture.server(), Values.NONE);
        assertThat(other.header(authority.mcp(), ALL).value()).isPresent();
        fixture.oauth.logout(fixture.server(), Values.NONE, ALL);

        assertThatThrownBy(() -> other.refused(authority.mcp(), ALL, refused(first)))
                .hasMessageContaining("wants a sign-in");
        assertThat(authority.refreshed).hasValue(0);
        assertThat(fixture.oauth.signIns()).isEmpty();
        elsewhere.close();
    }

    @Test
    void whatTheAuthorizationServerRepeatsOfATokenIsHidden() throws Exception {
        authority.tokenStatus = 400;
        authority.tokenError = "invalid_grant";
        authority.repeating = true;
        fixture.pass(Duration.ofHours(2));

        assertThatThrownBy(this::shown)
                .hasMessageContaining("you sent (secret)")
                .message()
                .doesNotContain("refresh-");
    }

    @Test
    void whatTheServerRepeatsOfATokenIsHidden() throws Exception {
        String token = first.reveal().substring("Bearer ".length());
        assertThat(access.hiddenIn("500: " + token)).contains(token);
        shown();
        assertThat(access.hiddenIn("500: " + first.reveal() + " " + encoded(first.reveal())))
                .doesNotContain(token)
                .doesNotContain(encoded(token));
        assertThat(access.hiddenIn("500: " + token.substring(0, token.length() - 1)))
                .isEqualTo("500: (secret)");
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aServerThatAlwaysWantsOtherScopesDoesNotFillTheStore() throws Exception {
        for (int i = 0; i < 40; i++) {
            Refusal more = new Refusal(
                    403,
                    List.of("Bearer error=\"insufficient_scope\", scope=\"" + "s".repeat(400) + i + "\""),
                    Optional.of(shown()));
            assertThatThrownBy(() -> access.refused(authority.mcp(), ALL, more))
                    .hasMessageContaining("needs the scopes");
        }
        assertThat(Files.size(directory.resolve("secrets.json"))).isLessThan(20_000);
    }

    @Test
    void whatTheSignInDoesNotAllowIsNotedForTheNextOne() throws Exception {
        Refusal more =
                new Refusal(403, List.of("Bearer error=\"insufficient_scope\", scope=\"write\""), Optional.of(first));
        assertThatThrownBy(() -> access.refused(authority.mcp(), ALL, more))
                .hasMessageContaining("needs the scopes write");
        authority.authorized.clear();

        Login login = fixture.oauth.login(SignInFixture::browse);
        login.to(fixture.server(), Values.NONE)
                .refused(authority.mcp(), ALL, new Refusal(401, List.of("Bearer scope=\"read\""), Optional.empty()));
        assertThat(authority.authorized.take().get("scope")).isEqualTo("write read");
        Secret now = shown();
        Refusal again =
                new Refusal(403, List.of("Bearer error=\"insufficient_scope\", scope=\"write\""), Optional.of(now));
        assertThatThrownBy(() -> access.refused(authority.mcp(), ALL, again))
                .hasMessageContaining("asking for more would ask for the same");
    }

    @Test
    void noSecretOfASignInStandsInTheStoreInTheClear() throws Exception {
        String stored = Files.readString(directory.resolve("secrets.json"));
        assertThat(stored).doesNotContain("access-").doesNotContain("refresh-").doesNotContain(authority.url());
        assertThat(fixture.oauth.signIns().toString()).doesNotContain("access-").doesNotContain("refresh-");
    }
}
