package dev.nave.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void readsTheSameWithEveryLineEndAndEverySplitOfTheBytes(String end) throws IOException {
        String text =
                "\uFEFF: hello|data: {\"ä\":|data:  \uD83D\uDE00}|id: 1|event: e|retry: 25||data|id||:|data:x|unknown: y||"
                        .replace("|", end);
        for (int size = 1; size < 8; size++) {
            assertThat(read(new Pieces(text.getBytes(UTF_8), size), 1000))
                    .containsExactly("1/e/25/{\"ä\":\n \uD83D\uDE00}", "/null/null/", "/null/null/x");
        }
    }

    @Test
    void dropsAnUnfinishedEventAndKeepsTheLastId() throws IOException {
        assertThat(read("id: 7\n\ndata: a\n\nid: 8\u0000\ndata: b\n\ndata: lost\n"))
                .containsExactly("7/null/null/", "7/null/null/a", "7/null/null/b");
    }

    @Test
    void ignoresRetriesThatAreNoNumbers() throws IOException {
        assertThat(read("retry: 1s\nretry: -1\nretry:\nretry: 99999999999999999999\ndata: a\n\nretry: 0\n\n"))
                .containsExactly("null/null/null/a", "null/null/0/");
    }

    @Test
    void skipsEventsOfNothingButATypeOrComments() throws IOException {
        assertThat(read("event: a\n\n:x\n\n\n\ndata: b\n\n")).containsExactly("null/null/null/b");
    }

    @Test
    void keepsBytesThatAreNoUtf8() throws IOException {
        byte[] bytes = {'d', 'a', 't', 'a', ':', (byte) 0xff, (byte) 0xc0, '\n', '\n'};
        SentEvent event = Objects.requireNonNull(new EventReader(new ByteArrayInputStream(bytes)).next(100));
        assertThat(event.data()).containsExactly(0xff, 0xc0);
    }

    @Test
    void boundsAnEventHoweverItsBytesAreSpread() throws IOException {
        assertThat(read("data: 345678\n\n")).hasSize(1);
        for (String text : List.of("data: " + "x".repeat(1000), "data: x\n".repeat(200), ":" + "y".repeat(2000))) {
            assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class).hasMessageContaining("bound");
        }
    }

    @Test
    void readsBackWhatTheServerSpells() throws IOException {
        SentEvent event = new SentEvent("a b", "message", java.time.Duration.ofSeconds(1), "x\n\ny".getBytes(UTF_8));
        assertThat(read(new ByteArrayInputStream(SentEvents.spell(event)), 1000))
                .containsExactly("a b/message/1000/x\n\ny");
    }

    private static List<String> read(String text) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(UTF_8)), 1000);
    }

    private static List<String> read(InputStream in, int most) throws IOException {
        EventReader reader = new EventReader(in);
        List<String> events = new ArrayList<>();
        for (SentEvent event = reader.next(most); event != null; event = reader.next(most)) {
            events.add(event.id() + "/" + event.name() + "/"
                    + (event.retry() == null
                            ? "null"
                            : Long.toString(event.retry().toMillis())) + "/"
                    + new String(event.data(), UTF_8));
        }
        return events;
    }

    /** Gives a few bytes at a time. */
    private static final class Pieces extends ByteArrayInputStream {
        private final int size;

        Pieces(byte[] bytes, int size) {
            super(bytes);
            this.size = size;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(size, length));
        }
    }
}
