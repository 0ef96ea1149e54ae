package dev.nave.app.join;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.join.Greeting.Answer;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * {@code nave stdio} for a client of a configuration that has a hub, or gets one: carries bytes between its own streams and
 * the hub, and looks at none of them. Loads next to nothing of the program.
 */
public final class Joiner {
    /** Hidden, for a hub that has no client of its own. */
    public static final String SHARED = "--shared";

    static final String LOG_FILE = "--log-file";
    private static final int PIECE = 64 << 10;
    /** A hub may leave just as somebody comes, and another one come up and leave. */
    private static final int TRIES = 5;
    /** How long a hub whose client has gone may take to let go of it. */
    private static final Duration FAREWELL = Duration.ofSeconds(30);

    private Joiner() {}

    /** What became of coming to a hub. */
    private sealed interface Met {
        record Joined(SocketChannel channel, Answer.Welcome welcome) implements Met {}

        record Refused(String reason) implements Met {}

        record Nobody() implements Met {}
    }

    /**
     * Joins the hub that runs for this command line, starting it if there is none, and stays until either end is closed.
     *
     * @return the exit code; nothing when the command is another, or has to do its work itself
     */
    public static OptionalInt tried(String[] arguments) {
        if (arguments.length == 0
                || !arguments[0].equals("stdio")
                || List.of(arguments).contains(SHARED)) {
            return OptionalInt.empty();
        }
        List<String> options = List.of(arguments).subList(1, arguments.length);
        Map<String, String> environment = System.getenv();
        Optional<Rendezvous> place = Rendezvous.of(options, environment);
        if (place.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            place.get().prepare();
            return tried(place.get(), options, Standing.here(place.get(), environment));
        } catch (IOException | UnsupportedOperationException e) {
            return OptionalInt.empty(); // Whoever runs by itself needs none of this.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    private static OptionalInt tried(Rendezvous place, List<String> options, Standing standing)
            throws IOException, InterruptedException {
        Met met = knock(place, standing);
        for (int i = 0; i < TRIES && met instanceof Met.Nobody; i++) {
            try (Turn turn = Turn.await(place.starting(), Background.PATIENCE)) {
                met = knock(place, standing);
                if (met instanceof Met.Nobody && turn.isTaken()) {
                    switch (Background.start(place, options)) {
                        case Background.Outcome.Ready ignored -> met = knock(place, standing);
                        case Background.Outcome.Failed(int code) -> {
                            return OptionalInt.of(code);
                        }
                        case Background.Outcome.Impossible ignored -> {
                            return OptionalInt.empty();
                        }
                    }
                }
            }
        }
        return switch (met) {
            case Met.Joined joined -> OptionalInt.of(stay(joined, options));
            case Met.Refused(String reason) -> {
                System.err.println("nave: the hub that runs " + reason + "; this client gets one of its own");
                yield OptionalInt.empty();
            }
            case Met.Nobody nobody -> OptionalInt.empty();
        };
    }

    private static Met knock(Rendezvous place, Standing standing) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Met met = new Met.Nobody();
        try (var _ = new Greeting.Deadline(channel)) {
            channel.connect(UnixDomainSocketAddress.of(place.socket()));
            met = new Met.Refused("does not answer");
            Channels.newOutputStream(channel).write(Greeting.hello(standing));
            met = switch (Greeting.answered(Channels.newInputStream(channel))) {
                case Answer.Welcome welcome -> new Met.Joined(channel, welcome);
                case Answer.Leaving leaving -> new Met.Nobody();
                case Answer.No(String reason) -> new Met.Refused(reason);
            };
        } catch (IOException goneOrLate) {
            met = channel.isOpen() ? new Met.Nobody() : met;
        }
        if (!(met instanceof Met.Joined)) {
            channel.close();
        }
        return met;
    }

    private static int stay(Met.Joined joined, List<String> options) {
        sayLog(joined.welcome(), options);
        InputStream in = new FileInputStream(FileDescriptor.in);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        SocketChannel channel = joined.channel();
        AtomicBoolean over = new AtomicBoolean();
        Thread.ofPlatform().daemon().name("to-the-hub").start(() -> {
            try {
                carry(in, Channels.newOutputStream(channel));
            } catch (IOException gone) {
                // The other direction ends too, and says so.
            }
            over.set(true);
            leave(channel);
        });
        try {
            carry(Channels.newInputStream(channel), out);
        } catch (IOException gone) {
            // The hub, or the client, which is then seen at its other stream.
        }
        if (over.get()) {
            return 0;
        }
        System.err.println("nave: the hub that this client had joined (process "
                + joined.welcome().process() + ") has ended; its log is "
                + joined.welcome().log());
        return CommandFailure.FAILED;
    }

    private static void leave(SocketChannel channel) {
        try {
            channel.shutdownOutput();
            Thread.sleep(FAREWELL);
            channel.close();
        } catch (IOException | InterruptedException gone) {
            // The hub has let go.
        }
    }

    /** Who asks for a log in a file of its own is told where the one is that all share. */
    private static void sayLog(Answer.Welcome welcome, List<String> options) {
        @Nullable String wanted = null;
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            if (option.startsWith(LOG_FILE + "=")) {
                wanted = option.substring(LOG_FILE.length() + 1);
            } else if (option.equals(LOG_FILE) && i + 1 < options.size()) {
                wanted = options.get(i + 1);
            }
        }
        if (wanted != null
                && !welcome.log().equals(Path.of(wanted).toAbsolutePath().toString())) {
            System.err.println("nave: this client shares a hub whose log is " + welcome.log());
        }
    }

    private static void carry(InputStream from, OutputStream to) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int length = from.read(piece); length >= 0; length = from.read(piece)) {
            to.write(piece, 0, length);
        }
    }
}
