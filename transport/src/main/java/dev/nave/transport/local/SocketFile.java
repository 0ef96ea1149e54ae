package dev.nave.transport.local;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of a Unix domain socket to listen on. */
public final class SocketFile implements AutoCloseable {
    private final Path place;
    private final Path apart;
    private final boolean posix;

    private SocketFile(Path place, Path apart, boolean posix) {
        this.place = place;
        this.apart = apart;
        this.posix = posix;
    }

    /**
     * Takes away the socket a server that is gone left behind.
     *
     * @throws IOException when there is something else, or a server listens
     */
    public static void clear(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
            throw new IOException("there is a file that is not a socket");
        }
        if (isListening(path)) {
            throw new IOException("it is in use by another server");
        }
        Files.delete(path);
    }

    /**
     * A place for the socket that nobody else can reach: a socket is made for all to open, and only then can be kept from
     * them. What is in its place at last was never open to anybody but this user.
     */
    public static SocketFile apart(Path place) throws IOException {
        // A relative one stays so: the path of a socket has about a hundred bytes in all.
        Path parent = place.getParent();
        Path directory = parent == null ? Path.of("") : parent;
        boolean posix = place.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        return new SocketFile(place, Files.createTempDirectory(directory, ".n", owner), posix);
    }

    /** Where to listen first. */
    public UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(apart.resolve("s"));
    }

    /** Puts the socket that listens now in its place, for this user alone. */
    public void putInPlace() throws IOException {
        Path made = apart.resolve("s");
        if (posix) {
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
        }
        Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(apart.resolve("s"));
        Files.deleteIfExists(apart);
    }

    private static boolean isListening(Path path) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return channel.isConnected();
        } catch (IOException nobody) {
            return false;
        }
    }
}
