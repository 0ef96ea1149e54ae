package dev.nave.hub.credential;

import dev.nave.hub.Caller;
import dev.nave.hub.secret.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * What the hub shows one server, for whom. A holder is the principal whose own credential it is; none stands for the
 * credential that all others share, which is the operator's. Safe for many threads.
 */
public interface Access {
    /** For servers that are shown configured headers alone: a refusal is an answer like any other. */
    Access NONE = new Access() {
        @Override
        public boolean isNone() {
            return true;
        }

        @Override
        public Optional<String> holder(Caller caller) {
            return Optional.empty();
        }

        @Override
        public Header header(URI url, Optional<String> holder) {
            return Header.atHand(Optional.empty());
        }

        @Override
        public Secret refused(URI url, Optional<String> holder, Refusal refusal) throws Barred {
            throw new Barred("it did not let the hub in", "", false);
        }
    };

    /** Whether this is {@link #NONE}, so that nothing needs to be asked for or looked at. */
    default boolean isNone() {
        return false;
    }

    /** Whose credential the calls of a caller take. */
    Optional<String> holder(Caller caller);

    /**
     * What the header {@code Authorization} says.
     *
     * @param url the server's endpoint
     * @throws Barred when it is known that the server would not let it in
     */
    Header header(URI url, Optional<String> holder) throws Barred;

    /**
     * The server did not let a request in. May block to get another credential.
     *
     * @return what to show in its place: the request is sent once more
     * @throws Barred when there is nothing else to show
     */
    Secret refused(URI url, Optional<String> holder, Refusal refusal) throws Barred;

    /** A text of the server, without what it was shown of late: some repeat it where they say what went wrong. */
    default String hiddenIn(String text) {
        return text;
    }

    /** What is shown, which may have to be got first. */
    @FunctionalInterface
    interface Header {
        /**
         * Nothing when there is nothing to show, and then the request is sent without. May block to renew what is about to
         * end, never for a person.
         *
         * @throws Barred when it cannot be had
         */
        Optional<Secret> value() throws Barred;

        /** Whether {@link #value} never blocks. */
        default boolean isAtHand() {
            return false;
        }

        /** One that needs not be got. */
        static Header atHand(Optional<Secret> value) {
            return new AtHand(value);
        }

        /** See {@link #atHand}. */
        record AtHand(Optional<Secret> value) implements Header {
            @Override
            public boolean isAtHand() {
                return true;
            }
        }
    }
}
