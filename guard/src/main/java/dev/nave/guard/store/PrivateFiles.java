package dev.nave.guard.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Files for their owner alone, which are there whole or as they were before, whatever is interrupted. */
final class PrivateFiles {
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFiles() {}

    /** The bytes of a file, at most so many; nothing when there is no file. */
    static Optional<byte[]> read(Path file, int most) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > most) {
                throw new IOException("it has more than " + most + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Goes on until the file is read.
            }
            byte[] whole = new byte[bytes.position()];
            bytes.flip().get(whole);
            return Optional.of(whole);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** What others may do with a file, as in {@code rw-r--r--}; nothing when only its owner may do anything. */
    static Optional<String> openTo(Path file) throws IOException {
        if (!POSIX) {
            return Optional.empty();
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        return permissions.stream().allMatch(each -> each.name().startsWith("OWNER"))
                ? Optional.empty()
                : Optional.of(PosixFilePermissions.toString(permissions));
    }

    /** Puts a file in place of another: written beside it, on the disk before it takes the name. */
    static void replace(Path file, byte[] bytes, RandomGenerator random) throws IOException {
        Path beside = beside(file, random);
        try {
            write(beside, bytes);
            move(beside, file);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** Gives a file another name, in place of what has it, and sees that the disk knows. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        keep(directory(to));
    }

    /** Makes a file unless there is one: false when there is. */
    static boolean create(Path file, byte[] bytes, RandomGenerator random) throws IOException {
        Path beside = beside(file, random);
        try {
            write(beside, bytes);
            // A link, because unlike a move it never takes the place of another file.
            Files.createLink(file, beside);
            keep(directory(file));
            return true;
        } catch (java.nio.file.FileAlreadyExistsException _) {
            return false;
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    static Path directory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return directory == null ? file.toAbsolutePath() : directory;
    }

    /** The directory of a file, made for its owner alone where it is missing. */
    static void makeDirectory(Path file) throws IOException {
        Path directory = directory(file);
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, attributes("rwx------"));
        }
    }

    static FileAttribute<?>[] ownerAlone() {
        return attributes("rw-------");
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static Path beside(Path file, RandomGenerator random) {
        byte[] bytes = new byte[6];
        random.nextBytes(bytes);
        return directory(file)
                .resolve("." + file.getFileName() + "." + HexFormat.of().formatHex(bytes));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        makeDirectory(file);
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, ownerAlone())) {
            if (POSIX) {
                // The mask of the process may have taken from the permissions, never added to them.
                Files.setPosixFilePermissions(file, OWNER);
            }
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    private static void keep(Path directory) throws IOException {
        if (!POSIX) {
            return; // Windows cannot open a directory, and needs it not.
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
