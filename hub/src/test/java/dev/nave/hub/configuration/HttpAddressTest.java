package dev.nave.hub.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:0, http://127.0.0.1:9",
        "hub.example:8420, http://hub.example:9",
        "[::1]:8420, http://[::1]:9",
        "0.0.0.0:8420, http://127.0.0.1:9",
        "[::]:8420, http://127.0.0.1:9"
    })
    void tellsWhereThisMachineReachesWhatListensThere(String written, String url) {
        assertThat(HttpAddress.parse(written).url(9)).hasToString(url);
    }

    @Test
    void isWrittenAsItIsRead() {
        assertThat(HttpAddress.parse("[::1]:8420")).hasToString("[::1]:8420");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8420", ":8420", "::1:8420", "host:", "host:65536", "host:-1"})
    void saysWhatItExpectedOfAnythingElse(String text) {
        assertThatThrownBy(() -> HttpAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
