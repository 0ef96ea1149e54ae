package dev.nave.edge.upstream.legacy;

import dev.nave.hub.Audience;

/** Whose a question is that the wire ties to no call. */
sealed interface Tie {
    /** This call's: no other could have caused it. */
    record To(Flight flight) implements Tie {}

    /** That of one of several calls of this client, so it can be asked whichever it is. */
    record Client(Audience audience) implements Tie {}

    /** That of no call in flight. */
    record Nobody() implements Tie {}

    /** That of a call that was given up. */
    record Gone() implements Tie {}

    /** It could be of several calls, and will not become clear in time. */
    record Refused(String reason) implements Tie {}
}
