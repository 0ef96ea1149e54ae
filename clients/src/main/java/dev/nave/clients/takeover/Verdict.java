package dev.nave.clients.takeover;

/** What becomes of a server when it is taken over. */
public sealed interface Verdict {

    /** It is taken. */
    record New() implements Verdict {}

    /**
     * Nave has it.
     *
     * @param as under which name
     */
    record Known(String as) implements Verdict {}

    /**
     * The name belongs to another definition.
     *
     * @param with whose: a place in a file, or Nave's own configuration
     */
    record Conflict(String with) implements Verdict {}

    /** It is Nave itself. */
    record Self() implements Verdict {}

    /** Nave cannot reach it. */
    record Unreachable() implements Verdict {}
}
