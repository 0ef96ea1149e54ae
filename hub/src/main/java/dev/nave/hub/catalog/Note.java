package dev.nave.hub.catalog;

import dev.nave.hub.ListKind;

/** Something about a name that an operator may want to know. */
public record Note(String server, ListKind kind, String own, String exposed, Reason reason) {
    /** What was done. */
    public enum Reason {
        /** The name was too long or had characters that clients reject: it was changed and carries a hash. */
        REWRITTEN("its own name is too long, or has characters that clients reject"),
        /** A server configured earlier has, or may have, this bare name: it keeps its prefix. */
        KEEPS_PREFIX("a server configured earlier has, or may have, the bare name"),
        /** The server lists the name twice: the first one counts. */
        LISTED_TWICE("the server lists it twice, and only the first counts"),
        /** The bare name is longer than clients accept, or has characters they reject. */
        LIKELY_REJECTED("clients and models may reject the name");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** For people: completes "shown as …, since …". */
        public String text() {
            return text;
        }
    }
}
