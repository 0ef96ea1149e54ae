package dev.nave.guard.store;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/** A master key in a file of its own, which only its owner may read. */
public final class FileKey implements MasterKey {
    private static final int MOST = 1024;

    private final Path file;
    private final Path next;

    public FileKey(Path file) {
        this.file = file.toAbsolutePath();
        this.next = file.toAbsolutePath().resolveSibling(file.getFileName() + ".next");
    }

    @Override
    public Optional<byte[]> current() throws StoreFailure {
        return read(file);
    }

    @Override
    public Optional<byte[]> next() throws StoreFailure {
        return read(next);
    }

    @Override
    public byte[] create(SecureRandom random) throws StoreFailure {
        byte[] key = MasterKey.make(random);
        byte[] text = KeyText.write(key);
        try {
            if (PrivateFiles.create(file, text, random)) {
                return key;
            }
        } catch (IOException e) {
            throw new StoreFailure("The master key cannot be written to " + place() + ": " + e + ".", e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
        Arrays.fill(key, (byte) 0);
        return current().orElseThrow(() -> new StoreFailure("The master key in " + place() + " came and went."));
    }

    @Override
    public byte[] prepare(SecureRandom random) throws StoreFailure {
        byte[] key = MasterKey.make(random);
        byte[] text = KeyText.write(key);
        try {
            PrivateFiles.replace(next, text, random);
            return key;
        } catch (IOException e) {
            throw new StoreFailure("The next master key cannot be written to the file " + next + ": " + e + ".", e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    @Override
    public void promote() throws StoreFailure {
        try {
            PrivateFiles.move(next, file);
        } catch (java.nio.file.NoSuchFileException _) {
            // It has been done.
        } catch (IOException e) {
            throw new StoreFailure("The file " + next + " cannot be moved to " + file + ": " + e + ".", e);
        }
    }

    @Override
    public String place() {
        return "the file " + file;
    }

    private static Optional<byte[]> read(Path file) throws StoreFailure {
        try {
            Optional<byte[]> text = PrivateFiles.read(file, MOST);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            Optional<String> wide = PrivateFiles.openTo(file);
            if (wide.isPresent()) {
                Arrays.fill(text.get(), (byte) 0);
                throw new StoreFailure(
                        "Expected the master key " + file + " to be its owner's alone (rw-------), and it"
                                + " is " + wide.get() + ": run 'chmod 600 " + file
                                + "', and change the key with 'nave secret rotate-key' if others may have read it.");
            }
            return Optional.of(KeyText.read(text.get(), "the file " + file));
        } catch (IOException e) {
            throw new StoreFailure("The master key cannot be read from the file " + file + ": " + e + ".", e);
        }
    }
}
