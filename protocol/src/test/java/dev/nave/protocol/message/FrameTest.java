package dev.nave.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
    @Test
    void aRequestHasAnIdAMethodAndParamsAsSpelled() {
        Frame frame = read("{ \"params\":{ \"n\":1.0E+2 }, \"method\":\"tools/call\", \"id\":7, \"jsonrpc\":\"2.0\" }");

        assertThat(frame)
                .isEqualTo(
                        new Frame.Single(new Message.Request(Id.of(7), "tools/call", Json.parse("{ \"n\":1.0E+2 }"))));
    }

    @Test
    void missingParamsAreEmptyOnes() {
        assertThat(read("{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}"))
                .isEqualTo(new Frame.Single(new Message.Notification("ping", Json.EMPTY_OBJECT)));
    }

    @Test
    void aNumberAndItsTextAreTwoIds() {
        assertThat(Id.of(1)).isNotEqualTo(Id.of("1"));
        assertThat(request("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}").id())
                .isEqualTo(Id.of(1));
        assertThat(request("{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"m\"}")
                        .id())
                .isEqualTo(Id.of("1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1\"", "12345678901234567890123", "\"\\u0041\"", "-1", "\"\""})
    void idsComeBackAsSpelled(String id) {
        Message.Request request = request("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"m\"}");

        assertThat(new Message.Result(request.id(), Json.TRUE).toJson().raw())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":true}");
    }

    @Test
    void resultsAndErrorsAreResponses() {
        assertThat(read("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{ }}"))
                .isEqualTo(new Frame.Single(new Message.Result(Id.of(1), Json.parse("{ }"))));
        assertThat(read("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"m\",\"data\":[1]}}"))
                .isEqualTo(new Frame.Single(new Message.Failure(null, -32700, "m", Json.parse("[1]"))));
        assertThat(read("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1.0,\"message\":\"m\"}}"))
                .isEqualTo(new Frame.Single(new Message.Failure(null, 1, "m", null)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":1,\"method\":\"m\"}|1|jsonrpc",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"m\"}|1|2.0",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}|1|method",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":[]}|1|params",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":null}|1|params",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"m\"}|none|id",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"m\"}|none|id",
                "{\"jsonrpc\":\"2.0\",\"id\":1}|1|result",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1,\"error\":{}}|1|result",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"result\":1}|1|outcome",
                "{\"jsonrpc\":\"2.0\",\"result\":1}|none|id",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":\"bad\"}|1|code",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1.5}}|1|code",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":99999999999}}|1|32 bits",
                "5|none|object",
                "\"text\"|none|object"
            })
    void whatIsNoMessageIsAnsweredToTheIdThatCouldBeRead(String text, String id, String problem) {
        Frame frame = read(text);

        assertThat(frame).isInstanceOf(Frame.Malformed.class);
        Frame.Malformed malformed = (Frame.Malformed) frame;
        assertThat(malformed.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(String.valueOf(malformed.id())).isEqualTo(id.equals("none") ? "null" : id);
        assertThat(malformed.problem()).contains(problem).startsWith("Expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"method\":\"b\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"\\u006dethod\":\"b\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"a\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"name\":1,\"name\":2}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"_meta\":{\"k\":1,\"k\":2}}}"
            })
    void whatStandsTwiceInAnEnvelopeIsRefused(String text) {
        assertThat(read(text)).isInstanceOf(Frame.Malformed.class);
    }

    @Test
    void whatStandsTwiceInArgumentsIsTheServersBusiness() {
        assertThat(request(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"arguments\":{\"a\":1,\"a\":2}}}")
                        .params()
                        .raw())
                .isEqualTo("{\"arguments\":{\"a\":1,\"a\":2}}");
    }

    @Test
    void aBatchHoldsMessagesAndWhatIsNone() {
        Frame frame = read("[{\"jsonrpc\":\"2.0\",\"method\":\"m\"},1,[]]");

        assertThat(frame).isInstanceOf(Frame.Batch.class);
        assertThat(((Frame.Batch) frame).elements())
                .hasExactlyElementsOfTypes(Frame.Single.class, Frame.Malformed.class, Frame.Malformed.class);
        assertThat(read("[]")).isInstanceOf(Frame.Malformed.class);
    }

    @Test
    void whatIsNoJsonIsAParseErrorWithoutAnId() {
        Frame frame = read("{\"jsonrpc\":\"2.0\",\"id\":1,");

        assertThat(frame).isInstanceOf(Frame.Malformed.class);
        assertThat(((Frame.Malformed) frame).toFailure().toJson().raw()).contains("\"id\":null", "-32700", "at byte");
    }

    @Test
    void messagesAreWrittenAsTheyAreRead() {
        for (String text : new String[] {
            "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"m\",\"params\":{ \"x\" : 1.0 }}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"x\":1}}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"m\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{ \"x\":1 }}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1,\"message\":\"m\",\"data\":{ }}}"
        }) {
            Frame.Single single = (Frame.Single) read(text);
            assertThat(single.message().toJson().raw()).isEqualTo(text);
        }
    }

    private static Message.Request request(String text) {
        return (Message.Request) ((Frame.Single) read(text)).message();
    }

    private static Frame read(String text) {
        return Frame.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DEFAULT);
    }
}
