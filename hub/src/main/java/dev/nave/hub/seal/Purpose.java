package dev.nave.hub.seal;

import java.util.Locale;

/** What a sealed text is for. A seal made for one purpose opens for no other. */
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
    /** The id of an event on a resumable stream. */
    EVENT;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
