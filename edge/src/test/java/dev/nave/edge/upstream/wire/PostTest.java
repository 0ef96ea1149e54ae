package dev.nave.edge.upstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Cancellation;
import dev.nave.hub.Deadline;
import dev.nave.hub.Reply;
import dev.nave.hub.Time;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a request over HTTP that failed says of its call. */
class PostTest {
    private static final Duration HEAD = Duration.ofMinutes(10);
    private static final Duration QUIET = Duration.ofSeconds(60);

    @Test
    void aBodyThatIsNotThereInTimeIsNoAnswerAndNoProofThatNothingRan() {
        IOException late = new SocketTimeoutException("Expected the whole body within 60000 ms, got 12 bytes");
        assertThat(Post.failed(call(), late, QUIET, HEAD)).isInstanceOf(Outcome.TimedOut.class);
    }

    @Test
    void aHeadThatIsNotThereInTimeIsNoAnswer() {
        IOException late = new SocketTimeoutException("No answer");
        assertThat(Post.failed(call(), late, HEAD, HEAD)).isInstanceOf(Outcome.TimedOut.class);
    }

    @Test
    void whatNeverConnectedSurelyDidNotRun() {
        IOException late = new SocketTimeoutException("Cannot connect");
        late.initCause(new ConnectException("Cannot connect"));
        assertThat(Post.failed(call(), late, Duration.ofSeconds(5), HEAD))
                .isEqualTo(new Outcome.Lost("Cannot connect", Reply.Ran.SURELY_NOT));
    }

    @Test
    void whatBrokeOffMayHaveRun() {
        assertThat(Post.failed(call(), new IOException("reset"), Duration.ofSeconds(5), HEAD))
                .isEqualTo(new Outcome.Lost("reset", Reply.Ran.PERHAPS));
    }

    private static Call call() {
        return new Call(
                new Message.Request(Id.of(1), "tools/call", Json.EMPTY_OBJECT),
                null,
                new Patience(Deadline.in(HEAD, Time.SYSTEM), QUIET, Time.SYSTEM),
                new Cancellation(),
                10,
                Call.Ear.NONE);
    }
}
