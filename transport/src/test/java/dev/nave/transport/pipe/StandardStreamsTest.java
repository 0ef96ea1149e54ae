package dev.nave.transport.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
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
    void staysOpenForAnswersOnceTheClientSaysNoMore() throws Exception {
        AtomicBoolean busy = new AtomicBoolean(true);
        CountDownLatch looked = new CountDownLatch(2);
        Pipe.Reader answering = new Pipe.Reader() {
            @Override
            public void message(byte[] message) {
                heard.message(message);
            }

            @Override
            public boolean isBusy() {
                looked.countDown();
                return busy.get();
            }

            @Override
            public void closed(String reason) {
                heard.closed(reason);
            }
        };
        InputStream once = new ByteArrayInputStream("\"asked\"\n".getBytes(UTF_8));
        try (PipedInputStream fromServer = new PipedInputStream()) {
            StandardStreams streams = StandardStreams.open(
                    once, new PipedOutputStream(fromServer), StandardStreams.Bounds.defaults(), answering);
            looked.await();
            assertThat(heard.isClosed()).isFalse();
            streams.send("\"answered\"".getBytes(UTF_8));
            busy.set(false);
            assertThat(new String(fromServer.readAllBytes(), UTF_8)).isEqualTo("\"answered\"\n");
            assertThat(heard.reason()).contains("client closed");
        }
    }

    @Test
    void letsASenderWaitOnlySoLongForASlowReader() throws Exception {
        StandardStreams.Bounds narrow =
                new StandardStreams.Bounds(100, 1000, Duration.ofMillis(50), Duration.ofSeconds(30));
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
