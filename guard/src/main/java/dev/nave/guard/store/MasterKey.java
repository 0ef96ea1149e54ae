package dev.nave.guard.store;

import java.security.SecureRandom;
import java.util.Optional;

/**
 * Where the master key of a store is kept: 32 bytes. While keys are changed the coming one is kept beside the current
 * one, so that whatever is interrupted, one of the two opens the store. Arrays are the caller's to wipe.
 */
public interface MasterKey {
    /** How many bytes a key has. */
    int BYTES = 32;

    /** The key in use; nothing when there is none yet. */
    Optional<byte[]> current() throws StoreFailure;

    /** The key that takes its place while keys are changed. */
    Optional<byte[]> next() throws StoreFailure;

    /** Makes the first key; where another process was quicker, the result is that one's. */
    byte[] create(SecureRandom random) throws StoreFailure;

    /** Makes or finds the key that comes next and keeps it beside the current one. */
    byte[] prepare(SecureRandom random) throws StoreFailure;

    /** The next key becomes the current one; without effect when there is none. */
    void promote() throws StoreFailure;

    /** Where it is, for people: "the file /home/ada/.config/nave/master.key". */
    String place();

    /** What a person has to do after the key was changed; nothing where all is done. */
    default Optional<String> afterwards() {
        return Optional.empty();
    }

    /** A new key. */
    static byte[] make(SecureRandom random) {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        return key;
    }
}
