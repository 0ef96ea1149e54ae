package dev.nave.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
    private final Admission loopback = new Admission(HttpServerOptions.on("127.0.0.1", 8420)
            .withAllowedHosts(List.of("hub.example", "other.example:99"))
            .withAllowedOrigins(List.of("https://app.example")));
    private final Admission everywhere =
            new Admission(HttpServerOptions.on("0.0.0.0", 8420).withAllowedHosts(List.of("hub.example")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:1",
                "127.0.0.1:8420",
                "127.8.8.8",
                "[::1]",
                "[::1]:99",
                "hub.example:5",
                "other.example:99"
            })
    void takesLoopbackAndListedHosts(String host) {
        assertThat(loopback.check(headers(Map.of("host", host)), "/")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "192.168.1.5",
                "other.example",
                "other.example:98",
                "127.0.0.1.evil.example",
                "127.0.0.1@evil.example",
                "127.0.0",
                "127.0.0.1.1",
                "127.0.0.1111",
                "127..0.1",
                "127.0.0.",
                "[::2]",
                "localhost:x",
                ":80",
                "a b",
                ""
            })
    void refusesEveryOtherHost(String host) {
        Admission.Refusal refusal = loopback.check(headers(Map.of("host", host)), "/");
        assertThat(refusal).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"192.168.1.5:80,true", "[fe80::1],true", "hub.example,true", "localhost,true", "evil.example,false"})
    void takesAnyAddressButOnlyListedNamesWhenOpenToTheNetwork(String host, boolean taken) {
        assertThat(everywhere.check(headers(Map.of("host", host)), "/") == null).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000,true",
        "https://[::1],true",
        "https://app.example,true",
        "https://hub.example,true",
        "https://app.example:444,false",
        "http://app.example,false",
        "http://evil.example,false",
        "http://localhost.evil.example,false",
        "null,false",
        "file://,false",
        "chrome-extension://localhost,false",
        "http://localhost/path,false"
    })
    void takesOwnAndListedOriginsOnly(String origin, boolean taken) {
        Map<String, String> headers = Map.of("host", "localhost:8420", "origin", origin);
        assertThat(loopback.check(headers(headers), "/") == null).isEqualTo(taken);
    }

    @Test
    void takesOnlyTheSameOriginWhenOpenToTheNetwork() {
        Map<String, String> same = Map.of("host", "hub.example:8420", "origin", "http://hub.example:8420");
        assertThat(everywhere.check(headers(same), "/")).isNull();
        Map<String, String> local = Map.of("host", "hub.example:8420", "origin", "http://localhost:8420");
        assertThat(everywhere.check(headers(local), "/")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "http://localhost/x", ""})
    void refusesTargetsThatAreNoPath(String target) {
        assertThat(loopback.check(headers(Map.of("host", "localhost")), target)).isNotNull();
    }

    private static Admission.Headers headers(Map<String, String> values) {
        return new Admission.Headers() {
            @Override
            public void forEach(BiConsumer<String, String> each) {
                values.forEach(each);
            }

            @Override
            public @Nullable String first(String name) {
                return values.get(name);
            }
        };
    }
}
