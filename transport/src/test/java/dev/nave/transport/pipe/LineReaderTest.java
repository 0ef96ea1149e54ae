package dev.nave.transport.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.transport.pipe.LineReader.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    @Test
    void readsLinesWhateverTheirEndAndHoweverTheBytesCome() throws IOException {
        for (int size = 1; size < 6; size++) {
            assertThat(read("{\"ä\":1}\r\n\n b\rc \nlast", 100, size))
                    .containsExactly("{\"ä\":1}", "", " b\rc ", "last");
        }
    }

    @Test
    void readsALineOfExactlyTheBoundAndSkipsALongerOneWhole() throws IOException {
        for (int size : new int[] {1, 7, 100_000}) {
            assertThat(read("12345678\n12345678\r\n123456789\nnext\n", 8, size))
                    .containsExactly("12345678", "12345678", "9: 123456789…", "next");
        }
    }

    @Test
    void keepsBothEndsOfALongLine() throws IOException {
        String line = "a".repeat(1024) + "m".repeat(100_000) + "z".repeat(1024);
        for (int bound : new int[] {8, 3000, 50_000}) {
            assertThat(read(line + "\nnext", bound, 100_000))
                    .containsExactly(line.length() + ": " + "a".repeat(1024) + "…" + "z".repeat(1024), "next");
        }
    }

    @Test
    void readsLinesLongerThanItsBuffer() throws IOException {
        String line = "x".repeat(1_000_000);
        assertThat(read(line + "\n" + line, 2_000_000, 100_000)).containsExactly(line, line);
    }

    private static List<String> read(String text, int most, int size) throws IOException {
        LineReader reader = new LineReader(
                new ByteArrayInputStream(text.getBytes(UTF_8)) {
                    @Override
                    public int read(byte[] target, int offset, int length) {
                        return super.read(target, offset, Math.min(size, length));
                    }
                },
                most);
        List<String> lines = new ArrayList<>();
        for (Line line = reader.next(); line != null; line = reader.next()) {
            lines.add(
                    switch (line) {
                        case Line.Whole whole -> new String(whole.text(), UTF_8);
                        case Line.TooLarge large ->
                            large.bytes() + ": " + new String(large.start(), UTF_8) + "…"
                                    + new String(large.end(), UTF_8);
                    });
        }
        return lines;
    }
}
