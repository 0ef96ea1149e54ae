package dev.nave.transport.child;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts programs in a session of their own, out of reach of Ctrl-C: that goes to the whole foreground group, and children
 * would be dead before calls in flight are drained. The JDK cannot do it, so {@code setsid} does where there is one, and
 * Perl on macOS, which has none. Both become the program; no shell reads anything.
 */
public final class OwnSession {
    private static final String PERL = "use POSIX (); POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 127";

    private OwnSession() {}

    /** The command to run instead; the same one where nothing helps. */
    public static List<String> wrap(List<String> command, Map<String, String> environment) {
        if (Program.isWindows()) {
            return command;
        }
        List<String> wrapped = new ArrayList<>();
        Optional<Path> setsid = Program.findOptional("setsid", environment);
        Optional<Path> perl = Program.findOptional("perl", environment);
        if (setsid.isPresent()) {
            wrapped.add(setsid.get().toString());
        } else if (perl.isPresent()) {
            wrapped.addAll(List.of(perl.get().toString(), "-e", PERL));
        }
        wrapped.addAll(command);
        return wrapped;
    }
}
