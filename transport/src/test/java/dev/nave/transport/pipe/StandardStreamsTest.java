package dev.nave.transport.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StandardStreamsTest {
    private final Heard heard = new Heard();

    @Test
    void carriesMessagesBothWaysAndEndsWithItsInput() throws Exception {
        PipedOutputStream toServer = new PipedOutputStream();
        try (PipedInputStream fromServer = new PipedInputStream()) {
            StandardStreams streams = StandardStreams.open(
                    new PipedInputStream(toServer),
                    new PipedOutputStream(fromServer),
                    StandardStreams.Bounds.defaults(),
                    heard);
            toServer.write("{\"a\":1}\r\n\n  \n{\"ü\":2}\n".getBytes(UTF_8));
            toServer.flush();
            assertThat(heard.next()).isEqualTo("{\"a\":1}");
            assertThat(heard.next()).isEqualTo("{\"ü\":2}");
            streams.send("{\n \"b\":\r\n3}".getBytes(UTF_8));
            BufferedReader lines = new BufferedReader(new InputStreamReader(fromServer, UTF_8));
            assertThat(lines.readLine()).isEqualTo("{  \"b\":  3}");
            toServer.close();
            assertThat(heard.reason()).contains("client closed");
            assertThat(lines.readLine()).isNull();
            assertThatThrownBy(() -> streams.send(new byte[] {'1'})).isInstanceOf(IOException.class);
        }
    }

    @Test
    void writesWhatWasSentBeforeItCloses() throws Exception {
        try (PipedOutputStream toServer = new PipedOutputStream();
                PipedInputStream fromServer = new PipedInputStream()) {
            StandardStreams streams = StandardStreams.open(
                    new PipedInputStream(toServer),
                    new PipedOutputStream(fromServer),
                    StandardStreams.Bounds.defaults(),
                    heard);
            streams.send("\"last\"".getBytes(UTF_8));
            streams.close();
            streams.close();
            assertThat(new String(fromServer.readAllBytes(), UTF_8)).isEqualTo("\"last\"\n");
            assertThat(heard.reason()).contains("this side");
        }
    }

    @Test
    void letsASenderWaitOnlySoLongForASlowReader() throws Exception {
        StandardStreams.Bounds narrow = new StandardStreams.Bounds(100, 1000, Duration.ofMillis(50));
        try (PipedOutputStream toServer = new PipedOutputStream();
                PipedInputStream fromServer = new PipedInputStream(10)) {
            StandardStreams streams = StandardStreams.open(
                    new PipedInputStream(toServer), new PipedOutputStream(fromServer), narrow, heard);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            streams.send(new byte[200]);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("too slowly");
        }
    }
}
