package dev.nave.guard.store;

import dev.nave.hub.Time;
import dev.nave.hub.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Secrets by name, in one file that is of no use without its master key. Every call reads the file anew, so that what
 * another process set is found; those that change it wait for each other, across processes. Blocks; safe for many
 * threads.
 */
public final class SecretStore {
    /** Letters, digits, dots, '_', '-' and '/' in between; 128 at most. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,126}[A-Za-z0-9])?");

    /** The longest secret, in bytes of UTF-8. */
    public static final int LARGEST = 64 << 10;

    private static final int FILE_BYTES = 16 << 20;
    /** A change of the master key may fall between the look at the store and the look at the key. */
    private static final int TRIES = 3;

    private final Path file;
    private final MasterKey master;
    private final SecureRandom random;
    private final Time time;
    /** The newest file seen, so that an older one put back is noticed while this process lives. */
    private final AtomicLong newest = new AtomicLong();

    /**
     * Opens nothing yet; the file and the key are made with the first secret.
     *
     * @param file where the secrets are
     * @param master where their key is
     */
    public SecretStore(Path file, MasterKey master, SecureRandom random, Time time) {
        this.file = file.toAbsolutePath();
        this.master = master;
        this.random = random;
        this.time = time;
    }

    public Path file() {
        return file;
    }

    /** The secret of that name; nothing when there is none. */
    public Optional<Secret> get(String name) throws StoreFailure {
        Optional<Open> open = open();
        Sealed sealed = open.isPresent() ? open.get().sheet.secrets().get(name) : null;
        return sealed == null ? Optional.empty() : Optional.of(sealed.open(open.get().keys));
    }

    /** All names, in order, with their ages and never their values. */
    public List<Entry> list() throws StoreFailure {
        return open().map(open -> open.sheet.secrets().values().stream()
                        .map(each -> new Entry(each.name(), each.created(), each.updated()))
                        .toList())
                .orElse(List.of());
    }

    /**
     * Sets a secret, new or in place of what has that name.
     *
     * @return whether it is new
     * @throws IllegalArgumentException when the name or the value is none; the text is for people
     */
    public boolean set(String name, Secret value) throws StoreFailure {
        check(name, value);
        try (StoreLock _ = StoreLock.of(file, time)) {
            Open open = openOrNew();
            Instant now = time.now();
            Sealed before = open.sheet.secrets().get(name);
            Instant created = before == null ? now : before.created();
            open.sheet.secrets().put(name, Sealed.of(name, created, now, value, open.keys, random));
            write(open);
            return before == null;
        }
    }

    /** Removes a secret; false when there was none. */
    public boolean remove(String name) throws StoreFailure {
        try (StoreLock _ = StoreLock.of(file, time)) {
            Optional<Open> open = open();
            if (open.isEmpty() || open.get().sheet.secrets().remove(name) == null) {
                return false;
            }
            write(open.get());
            return true;
        }
    }

    /**
     * Changes the master key and seals every secret anew. Interrupted at any point it leaves a store that opens; run
     * again it starts over.
     *
     * @return what a person has left to do, where the key is kept by them
     */
    public Rotated rotateKey() throws StoreFailure {
        try (StoreLock _ = StoreLock.of(file, time)) {
            Optional<Open> open = open();
            if (open.isEmpty()) {
                throw new StoreFailure("There is no store at " + file + " yet: set a secret first.");
            }
            Keys before = open.get().keys;
            if (!isCurrent(before)) {
                // A change that was interrupted: it has only to be brought to its end before the next one.
                master.promote();
            }
            Keys next = Keys.of(master.prepare(random));
            if (next.id().equals(before.id())) {
                throw new StoreFailure("The next master key is the one in use: make another one.");
            }
            Sheet sheet = Sheet.empty(next).after(open.get().sheet);
            for (Sealed sealed : open.get().sheet.secrets().values()) {
                sheet.secrets().put(sealed.name(), sealed.under(next, before, random));
            }
            write(new Open(next, sheet));
            master.promote();
            return new Rotated(sheet.secrets().size(), master.afterwards());
        }
    }

    private boolean isCurrent(Keys keys) throws StoreFailure {
        Optional<byte[]> current = master.current();
        return current.isPresent() && Keys.of(current.get()).id().equals(keys.id());
    }

    private static void check(String name, Secret value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "Expected a name of letters, digits, '.', '_', '-' and '/', at most 128, not '" + name + "'.");
        }
        int bytes = value.reveal().getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > LARGEST) {
            throw new IllegalArgumentException(
                    "Expected a secret of 1 to " + LARGEST + " bytes, and there are " + bytes + ".");
        }
    }

    private Open openOrNew() throws StoreFailure {
        Optional<Open> open = open();
        if (open.isPresent()) {
            return open.get();
        }
        Optional<byte[]> there = master.current();
        Keys keys = Keys.of(there.isPresent() ? there.get() : master.create(random));
        return new Open(keys, Sheet.empty(keys));
    }

    private Optional<Open> open() throws StoreFailure {
        for (int attempt = 1; ; attempt++) {
            Optional<byte[]> bytes = bytes();
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            try {
                String needed = Sheet.keyOf(bytes.get());
                Optional<Keys> keys = keys(needed);
                if (keys.isPresent()) {
                    return Optional.of(believed(new Open(keys.get(), Sheet.read(bytes.get(), keys.get()))));
                }
                if (attempt == TRIES) {
                    throw new StoreFailure("it needs the master key " + needed + ", which is not in " + master.place()
                            + ": bring that key back, or remove the store and set its secrets again");
                }
            } catch (StoreFailure e) {
                throw new StoreFailure(
                        "The store of secrets at " + file + " cannot be opened: " + e.getMessage() + ".", e);
            }
        }
    }

    private Optional<Keys> keys(String needed) throws StoreFailure {
        Optional<Keys> current =
                master.current().map(Keys::of).filter(keys -> keys.id().equals(needed));
        return current.isPresent()
                ? current
                : master.next().map(Keys::of).filter(keys -> keys.id().equals(needed));
    }

    private Open believed(Open open) throws StoreFailure {
        long generation = open.sheet.generation();
        long seen = newest.accumulateAndGet(generation, Math::max);
        if (generation < seen) {
            throw new StoreFailure("it is older than the one read before (" + generation + " after " + seen
                    + "): if it was brought back on purpose, start Nave again");
        }
        return open;
    }

    private Optional<byte[]> bytes() throws StoreFailure {
        try {
            return PrivateFiles.read(file, FILE_BYTES);
        } catch (IOException e) {
            throw new StoreFailure("The store of secrets cannot be read at " + file + ": " + e.getMessage() + ".", e);
        }
    }

    private void write(Open open) throws StoreFailure {
        Sheet sheet = open.sheet.next(time.now());
        try {
            PrivateFiles.replace(file, sheet.write(open.keys), random);
            newest.accumulateAndGet(sheet.generation(), Math::max);
        } catch (IOException e) {
            throw new StoreFailure("The store of secrets cannot be written to " + file + ": " + e + ".", e);
        }
    }

    /**
     * What is known of a secret.
     *
     * @param updated when it got its value
     */
    public record Entry(String name, Instant created, Instant updated) {}

    /**
     * How a change of the master key went.
     *
     * @param secrets how many were sealed anew
     * @param afterwards what is left to do, for people
     */
    public record Rotated(int secrets, Optional<String> afterwards) {}

    private record Open(Keys keys, Sheet sheet) {}
}
