package dev.nave.transport.local;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a Unix domain socket for other processes of the same user. Whose a process is the system says (SO_PEERCRED),
 * beside what the permissions of the file and its directory keep out.
 */
public final class OwnSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnSocket.class);

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

    private final Path place;
    private final ServerSocketChannel listening;
    private final UserPrincipal owner;
    private final Consumer<SocketChannel> joined;

    private OwnSocket(Path place, ServerSocketChannel listening, UserPrincipal owner, Consumer<SocketChannel> joined) {
        this.place = place;
        this.listening = listening;
        this.owner = owner;
        this.joined = joined;
    }

    /**
     * Listens, in place of a socket that a process which is gone has left behind.
     *
     * @param place in a directory of this user alone; at most about a hundred bytes
     * @param joined given each connection of this user, on a virtual thread of its own; closes it
     * @throws IOException when it cannot, or another process listens there
     */
    public static OwnSocket listen(Path place, Consumer<SocketChannel> joined) throws IOException {
        SocketFile.clear(place);
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try (SocketFile file = SocketFile.apart(place)) {
            listening.bind(file.address());
            file.putInPlace();
            OwnSocket socket = new OwnSocket(place, listening, Files.getOwner(place), joined);
            Thread.ofPlatform().daemon().name("own-socket").start(socket::accept);
            return socket;
        } catch (IOException | RuntimeException e) {
            listening.close();
            throw e;
        }
    }

    private void accept() {
        while (listening.isOpen()) {
            try {
                SocketChannel channel = listening.accept();
                Thread.ofVirtual().name("joined").start(() -> admit(channel));
            } catch (ClosedChannelException closed) {
                LOG.debug("{} is closed", place);
            } catch (IOException e) {
                LOG.warn("Somebody who came to {} could not be let in: {}", place, e.toString());
                pause(); // As when the system has no more files to give.
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(AFTER_TROUBLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void admit(SocketChannel channel) {
        try {
            UserPrincipal peer =
                    channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            if (peer.equals(owner)) {
                joined.accept(channel);
                return;
            }
            LOG.warn("{} is not let in at {}, which is for {} alone", peer, place, owner);
            channel.close();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("Whoever came to {} is not let in: {}", place, e.toString());
            closeQuietly(channel);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A connection could not be closed", e);
        }
    }

    /** Lets nobody in any more and takes the file away; who is there stays. Idempotent. */
    @Override
    public void close() {
        if (!listening.isOpen()) {
            return;
        }
        try {
            Files.deleteIfExists(place);
            listening.close();
        } catch (IOException e) {
            LOG.debug("{} could not be closed", place, e);
        }
    }
}
