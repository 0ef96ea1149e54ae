package dev.nave.transport.child;

/**
 * What holds for one resource of a confined child on this machine.
 *
 * @param resource such as {@code network}
 * @param grade whether it is enforced
 * @param how by what, or why not; for people
 */
public record Restraint(String resource, Grade grade, String how) {
    /** How far it goes. */
    public enum Grade {
        /** It cannot be had beyond what was asked for. */
        ENFORCED,
        /** A limit holds for a part; the text says which. */
        PARTLY,
        /** It was asked for, and this machine cannot enforce it. */
        CANNOT,
        /** Nobody asked for it. */
        OPEN
    }
}
