package dev.nave.hub.seal;

import java.util.Locale;

/** What a sealed text is for. Each purpose has a key of its own, so that a seal made for one opens for no other. */
public enum Purpose {
    /** The state of a modern server's round of questions, carried by the client (2026-07-28, basic/patterns/mrtr). */
    STATE,
    /** The way back to a parked call of a legacy server. */
    PARK,
    /** The way back to a call whose server wants URLs opened first (2025-11-25, error -32042). */
    URL,
    /** Where the next page of a list begins. */
    CURSOR,
    /** The id of a server's task. */
    TASK,
    /** The id of a legacy client's session. */
    SESSION,
    /** The address that a client of HTTP+SSE posts to. */
    WIRE,
    /** The id of an event on a resumable stream. */
    EVENT,
    /** What one node of the hub asks of another, and the proof of the other that it is one. */
    PEER;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
