package dev.nave.app;

import dev.nave.hub.Time;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.seal.Seals;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * The keys that seal what clients carry: those of the configuration, else one kept in the state directory, so that
 * sessions of legacy clients survive a restart, else one that ends with the process.
 */
final class SealKeys {
    private static final int BYTES = 32;

    private SealKeys() {}

    static Seals of(Configuration configuration, SecureRandom random) {
        if (!configuration.seals().keys().isEmpty() || configuration.state().isEmpty()) {
            return Seals.of(configuration.seals(), random, Time.SYSTEM);
        }
        return new Seals(List.of(kept(configuration.state().get().resolve("seal.key"), random)), random, Time.SYSTEM);
    }

    private static byte[] kept(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                make(file, random);
            }
            byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
            if (key.length == BYTES) {
                return key;
            }
        } catch (IOException e) {
            throw CommandFailure.failed("The key for seals can neither be read nor made at " + file + ": " + e);
        } catch (IllegalArgumentException e) {
            // Not Base64: as wrong as a key of another length.
        }
        throw CommandFailure.wrong(
                "Expected 32 bytes in Base64 at " + file + ": delete the file, a new key is made then.");
    }

    private static void make(Path file, SecureRandom random) throws IOException {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Files.createDirectories(file.toAbsolutePath().getParent());
        try {
            Files.createFile(file, owner);
            Files.writeString(file, Base64.getEncoder().encodeToString(key) + "\n", StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            // Another Nave made one at the same moment; that one is taken.
        }
    }
}
