package dev.nave.edge.downstream.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChannelTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Time held = new Time() {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanos() {
            return nanos.get();
        }
    };
    private final EventBudget budget = new EventBudget(100);
    private final EventLog log = new EventLog("life", 4, 50, budget);

    @Test
    void whatWasWrittenIsReadInOrderAndTheEndEndsTheReading() throws Exception {
        Channel channel = channel(1, 10, 1_000);
        offer(channel, Entry.Kind.RESPONSE, "a");
        offer(channel, Entry.Kind.LOG, "b");
        channel.end();

        assertThat(read(channel.follow())).containsExactly("a", "b");
    }

    @Test
    void tooManyNoticesCostTheOldestProgressThenLogsAndNeverAnythingElse() throws Exception {
        Channel channel = channel(1, 2, 1_000);
        offer(channel, Entry.Kind.REQUEST, "question");
        offer(channel, Entry.Kind.PROGRESS, "p1");
        offer(channel, Entry.Kind.LOG, "l1");
        offer(channel, Entry.Kind.PROGRESS, "p2");
        offer(channel, Entry.Kind.LOG, "l2");
        offer(channel, Entry.Kind.LOG, "l3");
        offer(channel, Entry.Kind.RESPONSE, "result");
        channel.end();

        assertThat(read(channel.follow())).containsExactly("question", "l1", "l2", "result");
        assertThat(channel.dropped()).isEqualTo(1);
    }

    @Test
    void aMessageWithAKeyReplacesTheOneThatHasNotGoneOutYet() throws Exception {
        Channel channel = channel(1, 10, 1_000);
        channel.offer(Entry.Kind.REQUEST, "tools", bytes("t1"));
        channel.offer(Entry.Kind.REQUEST, "prompts", bytes("p1"));
        channel.offer(Entry.Kind.REQUEST, "tools", bytes("t2"));
        channel.end();

        assertThat(read(channel.follow())).containsExactly("p1", "t2");
    }

    @Test
    void aFollowerThatIsTooSlowLosesItsConnection() throws Exception {
        Channel channel = channel(1, 10, 3);
        Channel.Follower slow = channel.follow();
        offer(channel, Entry.Kind.RESPONSE, "one larger than all that may wait is no fault of the client");
        assertThat(channel.isFollowed()).isTrue();
        offer(channel, Entry.Kind.RESPONSE, "a");

        assertThat(channel.isFollowed()).isFalse();
        assertThat(read(slow)).isEmpty();
    }

    @Test
    void aLaterFollowerTakesOver() throws Exception {
        Channel channel = channel(1, 10, 1_000);
        Channel.Follower first = channel.follow();
        Channel.Follower second = channel.follow();
        offer(channel, Entry.Kind.RESPONSE, "a");
        channel.end();

        assertThat(read(first)).isEmpty();
        assertThat(read(second)).containsExactly("a");
    }

    @Test
    void whatAConnectionBrokeOnGoesOutOnTheNextOne() throws Exception {
        Channel channel = channel(1, 10, 1_000);
        offer(channel, Entry.Kind.RESPONSE, "a");
        channel.end();

        assertThatThrownBy(() -> channel.follow().run(entry -> {
                    throw new IOException("broken");
                }))
                .isInstanceOf(IOException.class);
        assertThat(read(channel.follow())).containsExactly("a");
    }

    @Test
    void onlyAChannelOfResponsesAloneNeedsNoStream() throws Exception {
        Channel plain = channel(1, 10, 1_000);
        offer(plain, Entry.Kind.RESPONSE, "a");
        plain.end();
        Channel asking = channel(2, 10, 1_000);
        offer(asking, Entry.Kind.REQUEST, "q");

        assertThat(plain.awaitPlain(Duration.ofMinutes(1)).orElseThrow()).hasSize(1);
        assertThat(asking.awaitPlain(Duration.ofMinutes(1))).isEmpty();
        assertThat(channel(3, 10, 1_000).awaitPlain(Duration.ZERO)).isEmpty();
    }

    @Test
    void aKeptChannelIsReadAgainFromAnyPlace() throws Exception {
        Channel channel = kept(1);
        offer(channel, Entry.Kind.RESPONSE, "a");
        offer(channel, Entry.Kind.RESPONSE, "b");
        channel.end();
        read(channel.follow());

        assertThat(read(channel.followAfter(0))).containsExactly("a", "b");
        assertThat(read(channel.followAfter(1))).containsExactly("b");
        assertThat(read(channel.followAfter(99))).isEmpty();
        assertThat(log.find(log.id(channel, 1))).contains(new EventLog.Place(channel, 1));
        assertThat(log.find("other-1-1")).isEmpty();
        assertThat(log.find("life-9-1")).isEmpty();
        assertThat(log.find("life-1-x")).isEmpty();
        assertThat(log.find("junk")).isEmpty();
    }

    @Test
    void aLogKeepsNoMoreEntriesThanItMayAndTheOldestGo() throws Exception {
        Channel channel = kept(1);
        Channel other = kept(2);
        for (int i = 0; i < 3; i++) {
            pass();
            offer(channel, Entry.Kind.RESPONSE, "a" + i);
            pass();
            offer(other, Entry.Kind.RESPONSE, "b" + i);
        }
        channel.end();
        other.end();

        assertThat(read(channel.followAfter(0))).containsExactly("a1", "a2");
        assertThat(read(other.followAfter(0))).containsExactly("b1", "b2");
    }

    @Test
    void aLogKeepsNoMoreBytesThanItMay() throws Exception {
        Channel channel = kept(1);
        offer(channel, Entry.Kind.RESPONSE, "x".repeat(30));
        offer(channel, Entry.Kind.RESPONSE, "y".repeat(30));
        channel.end();

        assertThat(read(channel.followAfter(0))).containsExactly("y".repeat(30));
        assertThat(log.bytes()).isEqualTo(30);
    }

    @Test
    void whatAConnectionHasYetToTakeIsNotForgottenForTheBound() throws Exception {
        Channel channel = channel(1, 10, 1_000);
        Channel.Follower follower = channel.follow();
        channel.keep();
        offer(channel, Entry.Kind.RESPONSE, "x".repeat(60));
        offer(channel, Entry.Kind.RESPONSE, "y");
        channel.end();

        assertThat(read(follower)).containsExactly("x".repeat(60), "y");
    }

    @Test
    void allLogsTogetherKeepNoMoreThanTheyMay() {
        List<EventLog> logs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            EventLog each = new EventLog("l" + i, 100, 1_000, budget);
            logs.add(each);
            Channel channel = new Channel(1, new Channel.Limits(10, 1_000, held), each);
            channel.keep();
            offer(channel, Entry.Kind.RESPONSE, "x".repeat(40));
        }

        assertThat(logs).extracting(EventLog::bytes).containsExactly(0L, 40L, 40L);
        assertThat(budget.held()).isEqualTo(80);
        logs.forEach(EventLog::close);
        assertThat(budget.held()).isZero();
    }

    @Test
    void whatNobodyCameBackForGoesWithTime() throws Exception {
        Channel channel = kept(1);
        offer(channel, Entry.Kind.RESPONSE, "a");
        channel.end();
        read(channel.follow());
        String id = log.id(channel, 0);
        log.expire(nanos.get(), Duration.ofSeconds(1));
        assertThat(log.find(id)).isPresent();

        log.expire(nanos.get() + Duration.ofSeconds(2).toNanos(), Duration.ofSeconds(1));

        assertThat(log.find(id)).isEmpty();
        assertThat(log.bytes()).isZero();
    }

    private Channel channel(int number, int notices, long waitingBytes) {
        return new Channel(number, new Channel.Limits(notices, waitingBytes, held), log);
    }

    private Channel kept(int number) {
        Channel channel = channel(number, 10, 1_000);
        channel.keep();
        return channel;
    }

    private void pass() {
        nanos.incrementAndGet();
    }

    private static void offer(Channel channel, Entry.Kind kind, String text) {
        channel.offer(kind, bytes(text));
    }

    private static List<String> read(Channel.Follower follower) throws IOException, InterruptedException {
        List<String> read = new ArrayList<>();
        follower.run(entry -> read.add(new String(entry.message(), StandardCharsets.UTF_8)));
        return read;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
