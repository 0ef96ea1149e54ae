package dev.nave.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderValueTest {
    @ParameterizedTest
    @ValueSource(strings = {"plain", "", "two words", " edges ", "Zürich", "line\nbreak", "=?base64?eA==?=", "a\tb"})
    void anyValueTravelsInAHeaderAndBack(String value) {
        String header = HeaderValue.encode(value);
        assertThat(header).matches("[ -~]*").isEqualTo(header.strip());
        assertThat(HeaderValue.decode(header)).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=?base64?SGVsbG8?=", "=?base64?SGVs!!!bG8=?=", "=?base64?SGVsbG8==?=", "=?base64?/w==?="})
    void aValueThatClaimsToBeBase64AndIsNotIsNoValue(String header) {
        assertThat(HeaderValue.decode(header)).isEmpty();
    }

    @Test
    void aValueWithOneEndOfTheWrappingAloneIsMeantAsItIs() {
        assertThat(HeaderValue.decode("=?base64?SGVsbG8=")).contains("=?base64?SGVsbG8=");
        assertThat(HeaderValue.decode("SGVsbG8=?=")).contains("SGVsbG8=?=");
    }
}
