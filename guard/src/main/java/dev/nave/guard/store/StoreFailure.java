package dev.nave.guard.store;

/** The store or its master key cannot be used; the text is for people and says what to do. */
public final class StoreFailure extends Exception {
    private static final long serialVersionUID = 1L;

    StoreFailure(String message) {
        super(message);
    }

    StoreFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
