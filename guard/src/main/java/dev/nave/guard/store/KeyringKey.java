package dev.nave.guard.store;

import dev.nave.guard.tool.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A master key in the keyring of the user's session: libsecret's on Linux by {@code secret-tool}, the keychain of macOS
 * by {@code security}.
 */
public final class KeyringKey implements MasterKey {
    private static final String CURRENT = "master-key";
    private static final String NEXT = "master-key-next";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Keyring keyring;

    private KeyringKey(Keyring keyring) {
        this.keyring = keyring;
    }

    /** The keyring of this system, by its program on the {@code PATH} of an environment. */
    public static KeyringKey of(Map<String, String> environment) {
        boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
        return mac ? ofMac(environment) : ofLinux(environment);
    }

    static KeyringKey ofLinux(Map<String, String> environment) {
        return new KeyringKey(new SecretToolKeyring(new Tool("secret-tool", environment, PATIENCE)));
    }

    static KeyringKey ofMac(Map<String, String> environment) {
        return new KeyringKey(new SecurityKeyring(new Tool("security", environment, PATIENCE)));
    }

    @Override
    public Optional<byte[]> current() throws StoreFailure {
        return read(CURRENT);
    }

    @Override
    public Optional<byte[]> next() throws StoreFailure {
        return read(NEXT);
    }

    @Override
    public byte[] create(SecureRandom random) throws StoreFailure {
        return write(CURRENT, MasterKey.make(random));
    }

    @Override
    public byte[] prepare(SecureRandom random) throws StoreFailure {
        return write(NEXT, MasterKey.make(random));
    }

    @Override
    public void promote() throws StoreFailure {
        Optional<byte[]> key = next();
        if (key.isPresent()) {
            Arrays.fill(write(CURRENT, key.get()), (byte) 0);
            ask("clean up", () -> {
                keyring.clear(NEXT);
                return Optional.empty();
            });
        }
    }

    @Override
    public String place() {
        return "the keyring (" + keyring.name() + ")";
    }

    private Optional<byte[]> read(String entry) throws StoreFailure {
        Optional<byte[]> text = ask("read", () -> keyring.lookup(entry));
        return text.isPresent() ? Optional.of(KeyText.read(text.get(), place())) : Optional.empty();
    }

    private byte[] write(String entry, byte[] key) throws StoreFailure {
        byte[] text = KeyText.write(key);
        try {
            ask("written", () -> {
                keyring.store(entry, text);
                return Optional.empty();
            });
        } finally {
            Arrays.fill(text, (byte) 0);
        }
        // Some keyrings say that all went well when it did not.
        Optional<byte[]> kept = read(entry);
        boolean same = kept.isPresent() && Arrays.equals(kept.get(), key);
        kept.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
        if (!same) {
            throw new StoreFailure("The master key cannot be written to " + place() + ": it does not come back.");
        }
        return key;
    }

    private Optional<byte[]> ask(String what, Asking asking) throws StoreFailure {
        try {
            return asking.ask();
        } catch (IOException e) {
            throw new StoreFailure(
                    "The master key cannot be " + what + " in " + place() + ": " + e.getMessage()
                            + ". Is a session with an unlocked keyring running? A file (secrets.masterKey: file) or "
                            + EnvironmentKey.VARIABLE + " needs none.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreFailure("The wait for " + place() + " was interrupted.", e);
        }
    }

    @FunctionalInterface
    private interface Asking {
        Optional<byte[]> ask() throws IOException, InterruptedException;
    }

    /** A keyring by its program. */
    sealed interface Keyring {
        String name();

        Optional<byte[]> lookup(String entry) throws IOException, InterruptedException;

        void store(String entry, byte[] text) throws IOException, InterruptedException;

        void clear(String entry) throws IOException, InterruptedException;
    }

    /** libsecret's, with GNOME Keyring, KWallet or KeePassXC behind it. */
    record SecretToolKeyring(Tool tool) implements Keyring {
        @Override
        public String name() {
            return "secret-tool";
        }

        @Override
        public Optional<byte[]> lookup(String entry) throws IOException, InterruptedException {
            Tool.Result result = tool.run(new byte[0], "lookup", "application", "nave", "entry", entry);
            if (result.code() == 0 && result.out().length > 0) {
                return Optional.of(result.out());
            }
            if (result.errors().isEmpty()) {
                return Optional.empty();
            }
            throw new IOException(result.errors());
        }

        @Override
        public void store(String entry, byte[] text) throws IOException, InterruptedException {
            check(tool.run(text, "store", "--label=Nave " + entry, "application", "nave", "entry", entry));
        }

        @Override
        public void clear(String entry) throws IOException, InterruptedException {
            check(tool.run(new byte[0], "clear", "application", "nave", "entry", entry));
        }
    }

    /** The keychain of macOS. Its program takes a secret as an argument, or, in its interactive form, on its input. */
    record SecurityKeyring(Tool tool) implements Keyring {
        private static final int NOT_FOUND = 44;

        @Override
        public String name() {
            return "security";
        }

        @Override
        public Optional<byte[]> lookup(String entry) throws IOException, InterruptedException {
            Tool.Result result = tool.run(new byte[0], "find-generic-password", "-a", "nave", "-s", entry, "-w");
            if (result.code() == NOT_FOUND) {
                return Optional.empty();
            }
            check(result);
            return Optional.of(result.out());
        }

        @Override
        public void store(String entry, byte[] text) throws IOException, InterruptedException {
            byte[] head = ("add-generic-password -U -a nave -s " + entry + " -w ").getBytes(StandardCharsets.UTF_8);
            byte[] line = Arrays.copyOf(head, head.length + text.length + 1);
            System.arraycopy(text, 0, line, head.length, text.length);
            line[line.length - 1] = '\n';
            try {
                check(tool.run(line, "-i"));
            } finally {
                Arrays.fill(line, (byte) 0);
            }
        }

        @Override
        public void clear(String entry) throws IOException, InterruptedException {
            Tool.Result result = tool.run(new byte[0], "delete-generic-password", "-a", "nave", "-s", entry);
            if (result.code() != NOT_FOUND) {
                check(result);
            }
        }
    }

    private static void check(Tool.Result result) throws IOException {
        if (result.code() != 0) {
            throw new IOException("it ended with code " + result.code() + ": " + result.errors());
        }
    }
}
