package dev.nave.guard.secret;

import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.SecretUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file that holds one secret: <code>${file:path}</code>, or <code>${docker:name}</code> for a file where Docker and
 * Podman put secrets. Kubernetes mounts them as files too. One line end at the end of a file is no part of the secret.
 */
public final class FileBackend implements SecretBackend {
    private static final int LARGEST = 64 << 10;

    private final String kind;
    private final Path directory;

    private FileBackend(String kind, Path directory) {
        this.kind = kind;
        this.directory = directory;
    }

    /** Files by their paths. */
    public static FileBackend files() {
        return new FileBackend("file", Path.of(""));
    }

    /** The secrets of a container. */
    public static FileBackend docker() {
        return docker(Path.of("/run/secrets"));
    }

    static FileBackend docker(Path directory) {
        return new FileBackend("docker", directory);
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public Secret find(String name) throws SecretUnavailable {
        Path file = directory.resolve(name);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            try {
                return read(bytes, file);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        } catch (NoSuchFileException _) {
            throw new SecretUnavailable("there is no file " + file, "Create it, or mount the secret there.", true);
        } catch (AccessDeniedException _) {
            throw new SecretUnavailable(
                    "Nave may not read the file " + file, "Let the user that Nave runs as read it.", true);
        } catch (IOException e) {
            String reason = Files.isDirectory(file) ? "it is a directory" : String.valueOf(e.getMessage());
            throw new SecretUnavailable(
                    "the file " + file + " cannot be read: " + reason, "Put one secret into one file.", true);
        }
    }

    private static Secret read(byte[] bytes, Path file) throws SecretUnavailable {
        if (bytes.length > LARGEST) {
            throw new SecretUnavailable(
                    "the file " + file + " has more than " + LARGEST + " bytes", "Put one secret into one file.", true);
        }
        int end = bytes.length;
        end -= end > 0 && bytes[end - 1] == '\n' ? 1 : 0;
        end -= end > 0 && bytes[end - 1] == '\r' ? 1 : 0;
        if (end == 0) {
            throw new SecretUnavailable("the file " + file + " is empty", "Put the secret into it.", true);
        }
        try {
            return Secret.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, end))
                    .toString());
        } catch (CharacterCodingException _) {
            throw new SecretUnavailable(
                    "the file " + file + " is no UTF-8 text",
                    "Put the secret into it as text, in Base64 perhaps.",
                    true);
        }
    }
}
