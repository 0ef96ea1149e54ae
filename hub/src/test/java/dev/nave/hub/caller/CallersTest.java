package dev.nave.hub.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Caller;
import dev.nave.hub.caller.Callers.Identified;
import dev.nave.hub.configuration.ApiKeys;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CallersTest {
    private final ApiKeys.Created alice = ApiKeys.create("alice", Set.of("admin"), new SecureRandom());
    private final Callers callers = new Callers(new ApiKeys(List.of(alice.key())));
    private final Callers open = new Callers(new ApiKeys(List.of()));
    private final String key = alice.secret().reveal();

    @Test
    void aKeyIsShownInEitherHeader() {
        Identified known = new Identified.Known(new Caller("key:alice", Set.of("admin")));
        assertThat(callers.identify(Optional.of("Bearer " + key), Optional.empty(), false))
                .isEqualTo(known);
        assertThat(callers.identify(Optional.of("bearer  " + key), Optional.empty(), false))
                .isEqualTo(known);
        assertThat(callers.identify(Optional.empty(), Optional.of(key), false)).isEqualTo(known);
    }

    @Test
    void withoutTheRightKeyNobodyIsKnownOnceThereAreKeys() {
        assertRefused(401, callers.identify(Optional.empty(), Optional.empty(), true));
        assertRefused(401, callers.identify(Optional.of("Bearer " + key + "x"), Optional.empty(), true));
        assertRefused(401, callers.identify(Optional.of("Basic " + key), Optional.of(key), true));
    }

    @Test
    void anybodyOnThisMachineMayCallWhileThereAreNoKeys() {
        assertThat(open.identify(Optional.empty(), Optional.empty(), true))
                .isEqualTo(new Identified.Known(Caller.ANONYMOUS));
        assertRefused(403, open.identify(Optional.empty(), Optional.empty(), false));
    }

    @Test
    void aRefusalDoesNotRepeatTheKey() {
        assertThat(callers.identify(Optional.of("Bearer nave_secret"), Optional.empty(), true)
                        .toString())
                .doesNotContain("nave_secret");
    }

    private static void assertRefused(int status, Identified identified) {
        assertThat(identified).isInstanceOfSatisfying(Identified.Refused.class, refused -> assertThat(refused.status())
                .isEqualTo(status));
    }
}
