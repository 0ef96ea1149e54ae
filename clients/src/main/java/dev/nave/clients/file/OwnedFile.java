package dev.nave.clients.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A file as it was read, and the way to change it: written beside, then moved into its place, so that nobody ever reads
 * half of it. Its permissions stay; a link stays a link, and what it points to is changed. A file that somebody else
 * changed in between is left alone.
 */
public final class OwnedFile {
    /** The most that is read, in bytes: settings with a history in them are long, longer ones are none. */
    public static final int LARGEST = 32 << 20;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path path;
    private final Optional<byte[]> bytes;
    private final String text;

    private OwnedFile(Path path, Optional<byte[]> bytes, String text) {
        this.path = path;
        this.bytes = bytes;
        this.text = text;
    }

    /**
     * Reads a file, blocking; one that does not exist is empty.
     *
     * @throws DocumentException when it is too large or not UTF-8
     * @throws IOException when it cannot be read
     */
    public static OwnedFile read(Path path) throws IOException {
        Optional<byte[]> bytes = bytes(path);
        if (bytes.isEmpty()) {
            return new OwnedFile(path, bytes, "");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.get()))
                    .toString();
            return new OwnedFile(path, bytes, text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (CharacterCodingException _) {
            throw new DocumentException("Expected UTF-8: save the file in that encoding.", 0, 0);
        }
    }

    private static Optional<byte[]> bytes(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new DocumentException("Expected at most " + (LARGEST >> 20) + " MiB.", 0, 0);
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    public Path path() {
        return path;
    }

    public boolean exists() {
        return bytes.isPresent();
    }

    /** What it says, without a byte order mark. */
    public String text() {
        return text;
    }

    /** Its bytes; none when it does not exist. */
    public byte[] bytes() {
        return bytes.map(byte[]::clone).orElseGet(() -> new byte[0]);
    }

    /** What the document says: in the format that its name tells. */
    public Document document() {
        return Document.read(Format.of(path, text), text);
    }

    /**
     * Writes another text in its place, with the byte order mark it had. A new file is for its owner alone.
     *
     * @throws IOException when it cannot be written, or when it is not any more what was read
     */
    public void write(String changed) throws IOException {
        replace(bytesOf(changed));
    }

    /** The bytes that {@link #write} would write. */
    public byte[] bytesOf(String changed) {
        return (hasMark() ? BYTE_ORDER_MARK + changed : changed).getBytes(StandardCharsets.UTF_8);
    }

    /** Writes other bytes in its place; see {@link #write}. */
    public void replace(byte[] changed) throws IOException {
        Path real = Files.exists(path) ? path.toRealPath() : target(path);
        Path directory = real.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("There is no directory for " + path + ".");
        }
        Files.createDirectories(directory);
        Path beside = Files.createTempFile(directory, "." + real.getFileName(), ".new");
        try {
            Files.write(beside, changed, StandardOpenOption.SYNC, StandardOpenOption.WRITE);
            keepPermissions(real, beside);
            Optional<byte[]> now = bytes(path);
            boolean same =
                    now.isPresent() == bytes.isPresent() && (now.isEmpty() || Arrays.equals(now.get(), bytes.get()));
            if (!same) {
                throw new IOException(path + " was changed by somebody else at the same moment: nothing was written,"
                        + " try again.");
            }
            Files.move(beside, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** Removes the file; see {@link #write} for what is checked. */
    public void delete() throws IOException {
        if (!Arrays.equals(bytes(path).orElse(new byte[0]), bytes())) {
            throw new IOException(path + " was changed by somebody else at the same moment: try again.");
        }
        Files.deleteIfExists(path);
    }

    /** Where a link points to whose end does not exist yet. */
    private static Path target(Path path) throws IOException {
        Path at = path;
        for (int hops = 0; Files.isSymbolicLink(at) && hops < 40; hops++) {
            at = at.resolveSibling(Files.readSymbolicLink(at));
        }
        return at;
    }

    private static void keepPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> permissions =
                Files.exists(from) ? Files.getPosixFilePermissions(from) : PosixFilePermissions.fromString("rw-------");
        view.setPermissions(permissions);
    }

    private boolean hasMark() {
        byte[] mark = BYTE_ORDER_MARK.getBytes(StandardCharsets.UTF_8);
        return bytes.isPresent()
                && bytes.get().length >= mark.length
                && Arrays.equals(bytes.get(), 0, mark.length, mark, 0, mark.length);
    }
}
