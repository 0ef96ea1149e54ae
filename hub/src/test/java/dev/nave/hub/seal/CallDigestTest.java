package dev.nave.hub.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Request;
import dev.nave.protocol.json.Json;
import org.junit.jupiter.api.Test;

class CallDigestTest {
    @Test
    void isTheSameHoweverTheCallIsWritten() {
        assertThat(digest("{\"a\": 1, \"b\": [\"\\u0041\", {}]}")).isEqualTo(digest("{\"b\":[\"A\",{}],\"a\":1}"));
    }

    @Test
    void tellsBigNumbersApartThatADoubleCannot() {
        assertThat(digest("{\"n\":9007199254740993}")).isNotEqualTo(digest("{\"n\":9007199254740992}"));
    }

    @Test
    void tellsANumberFromTheStringThatLooksLikeIt() {
        assertThat(digest("{\"n\":1}")).isNotEqualTo(digest("{\"n\":\"1\"}"));
        assertThat(digest("{\"n\":[1,2]}")).isNotEqualTo(digest("{\"n\":[12]}"));
        assertThat(digest("{\"n\":[\"a\",\"b\"]}")).isNotEqualTo(digest("{\"n\":[\"ab\"]}"));
    }

    @Test
    void tellsLoneSurrogatesApart() {
        assertThat(digest("{\"n\":\"\\ud800\"}")).isNotEqualTo(digest("{\"n\":\"\\ud801\"}"));
    }

    @Test
    void leavesOutWhatChangesFromRoundToRound() {
        assertThat(digest("{\"a\":1,\"_meta\":{\"progressToken\":1}}"))
                .isEqualTo(digest("{\"_meta\":{\"progressToken\":2},\"a\":1}"))
                .isEqualTo(digest("{\"a\":1}"));
    }

    @Test
    void tellsMethodsApart() {
        Json params = Json.parse("{\"name\":\"x\"}");
        assertThat(CallDigest.of(new Request("tools/call", params)))
                .isNotEqualTo(CallDigest.of(new Request("prompts/get", params)));
    }

    private static String digest(String params) {
        return CallDigest.of(new Request("tools/call", Json.parse(params)));
    }
}
