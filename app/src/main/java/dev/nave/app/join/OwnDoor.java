package dev.nave.app.join;

import dev.nave.app.configuration.StateDirectory;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the commands of a user find the hub that runs for a configuration, whatever address it serves at: a Unix socket
 * that this user alone can open, named by the configuration's files. Of several hubs for the same files the first one has
 * it.
 */
public final class OwnDoor {
    private static final String SUFFIX = ".hub";

    private OwnDoor() {}

    /**
     * Where a hub of these files is to listen, in a directory that is this user's alone.
     *
     * @return nothing where there can be no such place
     */
    public static Optional<Path> place(List<Path> files, Map<String, String> environment) {
        Optional<String> name = name(files);
        Optional<Path> directory = Rendezvous.directories(environment).stream().findFirst();
        if (name.isEmpty() || directory.isEmpty()) {
            return Optional.empty();
        }
        try {
            Rendezvous.prepare(directory.get());
            return Optional.of(directory.get().resolve(name.get()));
        } catch (IOException | UnsupportedOperationException notOurs) {
            return Optional.empty();
        }
    }

    /** The URL of the hub that runs for these files; nothing when none does, or not for this user. */
    public static Optional<String> find(List<Path> files, Map<String, String> environment) {
        return name(files).flatMap(name -> Rendezvous.directories(environment).stream()
                .map(directory -> directory.resolve(name))
                .filter(OwnDoor::isOpen)
                .findFirst()
                .map(OwnDoor::url));
    }

    /** The URL of what listens on a socket. */
    public static String url(Path socket) {
        return "http+unix://" + URLEncoder.encode(socket.toAbsolutePath().toString(), StandardCharsets.UTF_8) + "/mcp";
    }

    private static Optional<String> name(List<Path> files) {
        if (files.isEmpty()) {
            return Optional.empty(); // It is in no file, so no command can name it.
        }
        return Rendezvous.real(files)
                .map(real -> real.stream().map(Path::toString).collect(Collectors.joining("\0")))
                .map(all -> StateDirectory.hash(all) + SUFFIX);
    }

    /** Whether a hub of this very user listens: a directory that somebody else has made there proves nothing. */
    private static boolean isOpen(Path socket) {
        Path directory = socket.getParent();
        if (directory == null || !Files.exists(socket)) {
            return false;
        }
        try {
            Rendezvous.prepare(directory);
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                return channel.isConnected();
            }
        } catch (IOException | UnsupportedOperationException nobody) {
            return false;
        }
    }
}
