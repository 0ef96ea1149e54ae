package dev.nave.hub;

/** A client's legacy session, which may be asked something that belongs to none of its calls alone. Safe for many threads. */
public interface Audience {
    /** What tells it from others, see {@link Exchange#session()}. */
    String session();

    /**
     * Asks the client on whatever stream it listens to now, and waits for the answer: up to {@code waits.answer}, or the
     * end of its session, or until this thread is interrupted, which takes the question back. A client that listens
     * nowhere is gone.
     */
    Answer ask(Question question);
}
