package dev.nave.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpliceTest {
    private static final long SEED = 7_041_776L;
    private static final int ROUNDS = 5_000;

    @Test
    void anEditThatChangesNothingIsTheVeryObject() {
        Json object = Json.parse("{ \"a\" : 1.0E+2 }");

        assertThat(object.edit().build()).isSameAs(object);
    }

    @Test
    void membersNobodyNamedKeepTheirPlaceAndSpelling() {
        Json object = Json.parse("{ \"a\" : 1.0E+2, \"\\u0062\":[ 1 ], \"c\":\"\\u0041\" }");

        assertThat(object.edit().put("b", "new").put("d", true).build().raw())
                .isEqualTo("{\"a\":1.0E+2,\"\\u0062\":\"new\",\"c\":\"\\u0041\",\"d\":true}");
    }

    @Test
    void ofAMemberThatStandsTwiceOneIsLeft() {
        Json object = Json.parse("{\"a\":1,\"b\":2,\"a\":3}");

        assertThat(object.edit().put("a", 4).build().raw()).isEqualTo("{\"a\":4,\"b\":2}");
        assertThat(object.edit().remove("a").build().raw()).isEqualTo("{\"b\":2}");
    }

    @Test
    void theLastChangeOfAMemberCounts() {
        assertThat(Json.object().put("a", 1).remove("a").put("a", 2).build().raw())
                .isEqualTo("{\"a\":2}");
        assertThat(Json.object().put("a", 1).remove("a").build().raw()).isEqualTo("{}");
    }

    @Test
    void anObjectInTheMakingIsSpelledWhereItWasPut() {
        Json object = Json.parse("{\"a\":{ \"x\" : 1 },\"b\":2,\"a\":3}");
        JsonObject inner = Json.parse("{ \"x\" : 1.0 }").edit().put("naïve \"", "ü");

        JsonObject outer = object.edit().put("a", inner).put("c", Json.object());

        assertThat(outer.build().raw()).isEqualTo("{\"a\":{\"x\":1.0,\"naïve \\\"\":\"ü\"},\"b\":2,\"c\":{}}");
        inner.remove("x");
        assertThat(Json.parse(outer.toBytes(), JsonLimits.DEFAULT).raw())
                .isEqualTo("{\"a\":{\"naïve \\\"\":\"ü\"},\"b\":2,\"c\":{}}");
    }

    @Test
    void anyEditLeavesWhatItDoesNotName() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(SEED + round);
            RandomJson source = new RandomJson(random);
            Json object = Json.parse(source.object(3));
            String named = object.names().isEmpty() || random.nextBoolean()
                    ? "fresh"
                    : object.names().get(random.nextInt(object.names().size()));
            Json value = Json.parse(source.value(2));

            Json edited = object.edit().put(named, value).build();

            List<String> expected = new ArrayList<>(spelled(object, named));
            assertThat(spelled(edited, named))
                    .as("seed %d: %s", SEED + round, object)
                    .isEqualTo(expected);
            assertThat(edited.member(named)).contains(value);
            assertThat(edited.names()).filteredOn(named::equals).hasSize(1);
            assertThat(Json.parse(edited.raw())).isEqualTo(edited);
            assertThat(spelled(object.edit().remove(named).build(), named)).isEqualTo(expected);
        }
    }

    @Test
    void aValueCutOutOfATextKeepsItsSpellingInAnother() {
        Json big = Json.parse("{\"x\":{ \"n\":12345678901234567890123 , \"s\":\"\\ud800\" }}");

        Json moved = Json.object().put("y", big.member("x").orElseThrow()).build();

        assertThat(moved.raw()).isEqualTo("{\"y\":{ \"n\":12345678901234567890123 , \"s\":\"\\ud800\" }}");
    }

    private static List<String> spelled(Json object, String except) {
        List<String> members = new ArrayList<>();
        object.forEach((name, value) -> {
            if (!name.equals(except)) {
                members.add(name + "=" + value.raw());
            }
        });
        return members;
    }
}
