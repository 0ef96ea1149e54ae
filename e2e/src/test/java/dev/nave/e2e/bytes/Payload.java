package dev.nave.e2e.bytes;

/** Arguments of a call that a careless relay changes. */
enum Payload {
    PLAIN("{\"a\":1}"),
    EMPTY("{}"),
    BIG_NUMBERS("{\"whole\":12345678901234567890123,\"fraction\":0.1000000000000000055511151231257827,\"zeros\":1.500,"
            + "\"exponent\":1E+2,\"minus\":-0,\"tiny\":1e-400,\"huge\":1e400}"),
    UNKNOWN_AND_DUPLICATE_KEYS(
            "{\"z\":1,\"a\":2,\"z\":{\"b\":1,\"b\":2},\"\":null,\"name\":\"echo\",\"id\":7,\"method\":\"x\"}"),
    LONE_SURROGATES("{\"high\":\"\\ud83d\",\"low\":\"\\uDE00 after\",\"\\ud800key\":1,\"null\":\"\\u0000\"}"),
    ESCAPES("{\"solidus\":\"\\/ and /\",\"letter\":\"\\u0041A\",\"pair\":\"\\ud83d\\ude00 😀\",\"line\":\"\\r"
            + "\\n"
            + "\\u2028\"}"),
    WIDE_CHARACTERS("{\"two\":\"é\",\"three\":\"漢字\",\"four\":\"😀𝔘\",\"key ñ\":\"\u2028\u2029\uFEFF\u007F\"}"),
    LONG_STRING("{\"long\":\"" + "0123456789abcdé\\n".repeat(64 << 10) + "\"}"),
    DEEP("{\"deep\":" + "[{\"a\":".repeat(55) + "1" + "}]".repeat(55) + "}"),
    WHITE_SPACE("{ \"a\"\t:\r[ 1 ,\t2 ]\r, \"b\" : { } , \"c\" : [\t] }");

    private final String arguments;

    Payload(String arguments) {
        this.arguments = arguments;
    }

    /** An object, without line feeds between its tokens. */
    String arguments() {
        return arguments;
    }
}
