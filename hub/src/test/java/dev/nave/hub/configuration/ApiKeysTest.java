package dev.nave.hub.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.secret.Secret;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void aKeyIsFoundByItsSecretAlone() {
        ApiKeys.Created first = ApiKeys.create("first", Set.of("admin"), random);
        ApiKeys.Created second = ApiKeys.create("second", Set.of(), random);
        ApiKeys keys = new ApiKeys(List.of(first.key(), second.key()));

        assertThat(keys.find(first.secret())).contains(first.key());
        assertThat(keys.find(second.secret())).contains(second.key());
        assertThat(keys.find(ApiKeys.create("first", Set.of(), random).secret()))
                .isEmpty();
        assertThat(keys.find(Secret.of(first.key().hash()))).isEmpty();
        assertThat(keys.find(Secret.of(""))).isEmpty();
    }

    @Test
    void whatIsKeptOfAKeyDoesNotShowIt() {
        ApiKeys.Created created = ApiKeys.create("ci", Set.of("admin"), random);
        assertThat(created.secret().reveal()).startsWith("nave_").hasSize(48);
        assertThat(created.toString()).doesNotContain(created.secret().reveal().substring(5));
        assertThat(new ApiKey("ci", created.key().hash(), Set.of("admin"))).isEqualTo(created.key());
    }

    @Test
    void aKeyInThePlaceOfItsHashIsRefusedAndNotShown() {
        String key = ApiKeys.create("ci", Set.of(), random).secret().reveal();
        assertThatThrownBy(() -> new ApiKey("ci", key, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nave key create")
                .hasMessageNotContaining(key);
    }
}
