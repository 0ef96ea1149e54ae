package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QuotaTest {
    private final Quota quota = new Quota(3, 2);

    @Test
    void onePrincipalFillsItsOwnPlacesOnly() {
        assertThat(quota.take("alice")).isEqualTo(Quota.Outcome.TAKEN);
        assertThat(quota.take("alice")).isEqualTo(Quota.Outcome.TAKEN);
        assertThat(quota.take("alice")).isEqualTo(Quota.Outcome.PRINCIPAL_FULL);
        assertThat(quota.take("bob")).isEqualTo(Quota.Outcome.TAKEN);
        assertThat(quota.take("bob")).isEqualTo(Quota.Outcome.FULL);
    }

    @Test
    void aPlaceGivenBackIsFree() {
        quota.take("alice");
        quota.take("alice");
        quota.give("alice");
        assertThat(quota.take("alice")).isEqualTo(Quota.Outcome.TAKEN);
        assertThat(quota.taken()).isEqualTo(2);
    }

    @Test
    void nobodyGivesBackWhatNobodyTook() {
        assertThatThrownBy(() -> quota.give("alice")).hasMessageContaining("alice");
    }
}
