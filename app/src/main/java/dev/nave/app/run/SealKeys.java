package dev.nave.app.run;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.configuration.SecretKeeping;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.seal.Seals;
import dev.nave.hub.secret.Secrets;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that seal what clients carry: those of the configuration, else one kept in the state directory, so that
 * sessions of legacy clients survive a restart, else one that ends with the process.
 */
final class SealKeys {
    private static final Logger LOG = LoggerFactory.getLogger(SealKeys.class);
    private static final int BYTES = 32;

    private SealKeys() {}

    /**
     * The keys.
     *
     * @param secrets finds what configured keys refer to
     * @param state where the hub keeps what outlives it, configured or not; nothing when it is nowhere
     */
    static Seals of(Configuration configuration, Secrets secrets, Optional<Path> state, SecureRandom random) {
        if (!configuration.node().seals().keys().isEmpty()) {
            return new Seals(configured(configuration.node().seals(), secrets), random, Time.SYSTEM);
        }
        if (state.isEmpty()) {
            return new Seals(List.of(), random, Time.SYSTEM);
        }
        Path file = state.get().resolve("seal.key");
        try {
            return new Seals(List.of(kept(file, random)), random, Time.SYSTEM);
        } catch (IOException e) {
            if (configuration.node().state().isPresent()) {
                throw CommandFailure.failed("The key for seals can neither be read nor made at " + file + ": " + e);
            }
            LOG.warn(
                    "Sessions of clients end with this process, since no key can be kept at {} ({}): set state to a"
                            + " directory that can be written.",
                    file,
                    e.toString());
            return new Seals(List.of(), random, Time.SYSTEM);
        }
    }

    private static List<byte[]> configured(dev.nave.hub.configuration.Seals configured, Secrets secrets) {
        try {
            return configured.decoded(SecretKeeping.values(secrets, "seals", configured.keys()));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static byte[] kept(Path file, SecureRandom random) throws IOException {
        try {
            if (!Files.exists(file)) {
                make(file, random);
            }
            byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
            if (key.length == BYTES) {
                return key;
            }
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
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        // Whole before it has its name, so that another Nave that starts at this moment never reads a part of it.
        Path fresh = Files.createTempFile(directory, "seal", null, owner);
        try {
            Files.writeString(fresh, Base64.getEncoder().encodeToString(key) + "\n");
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // Another Nave made one at the same moment; that one is taken.
        } catch (UnsupportedOperationException e) {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
