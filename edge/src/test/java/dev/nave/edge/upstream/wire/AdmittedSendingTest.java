package dev.nave.edge.upstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.Caller;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.credential.Access;
import dev.nave.hub.credential.Barred;
import dev.nave.hub.credential.Refusal;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.Values;
import dev.nave.transport.http.HttpCall;
import dev.nave.transport.http.HttpSending;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A request whose credential has to be got first. */
class AdmittedSendingTest {
    private static final URI SERVER = URI.create("https://hub.example/mcp");

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CompletableFuture<Secret> renewed = new CompletableFuture<>();

    @Test
    void whoNoLongerWantsItGoesOnWhileTheCredentialIsBeingGot() throws Exception {
        AdmittedSending sending = sending();
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                sending.reply().close();
                ended.complete(new AssertionError("expected to be aborted"));
            } catch (IOException expected) {
                ended.complete(expected);
            }
        });
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        sending.abort();
        assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
        renewed.complete(Secret.of("Bearer late"));
    }

    @Test
    void oneThatCannotBeHadIsToldAsItIs() {
        renewed.completeExceptionally(new Barred("it has ended", "Sign in again.", false));
        assertThatThrownBy(() -> sending().reply())
                .isInstanceOfSatisfying(
                        Barred.class, barred -> assertThat(barred.reason()).isEqualTo("it has ended"));
    }

    private AdmittedSending sending() {
        Access renewing = new Access() {
            @Override
            public Optional<String> holder(Caller caller) {
                return Optional.empty();
            }

            @Override
            public Header header(URI url, Optional<String> holder) {
                return () -> {
                    asked.countDown();
                    try {
                        return Optional.of(renewed.get());
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    } catch (ExecutionException e) {
                        throw (Barred) e.getCause();
                    }
                };
            }

            @Override
            public Secret refused(URI url, Optional<String> holder, Refusal refusal) {
                throw new AssertionError("nothing was refused");
            }
        };
        HttpCall call = new HttpCall("POST", SERVER, Map.of(), new byte[0], Duration.ZERO, Duration.ZERO);
        return new AdmittedSending(new Unwired(), renewing, SERVER, Optional.empty(), call);
    }

    /** Nothing gets as far as the wire here. */
    private static final class Unwired implements Wires {
        @Override
        public Child start(String server, Target.Child target, Values values, Duration stop, Pipe.Reader reader) {
            throw new AssertionError();
        }

        @Override
        public Pipe webSocket(URI url, Map<String, String> headers, Duration connect, Pipe.Reader reader) {
            throw new AssertionError();
        }

        @Override
        public HttpSending open(HttpCall call) {
            throw new AssertionError();
        }
    }
}
