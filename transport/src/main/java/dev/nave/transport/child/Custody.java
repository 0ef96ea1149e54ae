package dev.nave.transport.child;

import java.util.List;
import java.util.Optional;

/**
 * How a child is kept whose program stands between this process and the server: the client of a container engine, of SSH,
 * or a sandbox.
 *
 * @param meaning what its end says about the server
 * @param cleanup a program and its arguments that ends what the child may leave where no signal reaches it, such as a
 *     container; run when the child has ended, and by the watchdog when this process was killed, so it must do no harm
 *     when there is nothing left; empty for none. Nothing of it may be a secret
 * @param tied whether the child asks the kernel to be killed with its parent: to Linux that is the thread which started it
 *     (prctl(2), PR_SET_PDEATHSIG), so such a child is started by one that lives as long as the {@link Nursery}
 * @param greeting what the child reads first, on a line of its own; may hold secrets, so nothing prints it; empty for none
 */
public record Custody(Meaning meaning, List<String> cleanup, boolean tied, String greeting) {
    /** A server that is the child itself. */
    public static final Custody PLAIN = new Custody((code, errors) -> Optional.empty(), List.of(), false, "");

    public Custody {
        cleanup = List.copyOf(cleanup);
    }

    @Override
    public String toString() {
        return "Custody[" + cleanup + (tied ? ", tied" : "") + "]";
    }

    /** Says what the end of a child means. */
    @FunctionalInterface
    public interface Meaning {
        /**
         * What happened, for people; nothing when the exit code says all.
         *
         * @param code with which the child ended; 128 and a number for the signal of that number
         * @param errors the last lines of its stderr, the oldest first
         */
        Optional<String> of(int code, List<String> errors);
    }
}
