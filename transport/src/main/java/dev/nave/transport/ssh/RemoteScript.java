package dev.nave.transport.ssh;

import dev.nave.transport.child.PosixShell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the program is started on the other machine. What SSH hands to the login shell there, whichever that is, is a constant
 * ({@link #READER}); everything else comes as the first line of the session's input, so that no argument and no value is
 * seen in a list of processes before the program itself has them.
 */
final class RemoteScript {
    /** Means the same to the Bourne shells, csh and fish. {@code read} takes its line byte by byte and leaves the rest. */
    static final String READER = "exec sh -c 'IFS= read -r line && eval \"$line\"'";

    /**
     * Ends the program, its whole group, when the session is gone: a program that does not look at its input would run on
     * for ever, for without a terminal nothing tells it. {@code $$} is the program's, since it takes the shell's place.
     */
    private static final String WATCH = "(trap '' TERM HUP INT;"
            + " while kill -0 \"$PPID\" && kill -0 $$; do sleep 2; done;"
            + " kill -0 $$ || exit 0;"
            + " kill -TERM -- -$$ || kill -TERM $$;"
            + " sleep 3;"
            + " kill -KILL -- -$$ || kill -KILL $$"
            + ") </dev/null >/dev/null 2>&1 & ";

    /** Ends of lines in texts, for all of it is one line. */
    private static final String ENDS =
            "nave_n=$(printf '\\nx'); nave_n=${nave_n%x};" + " nave_r=$(printf '\\rx'); nave_r=${nave_r%x}; ";

    private RemoteScript() {}

    /** The line. */
    static String line(SshOptions options) {
        StringBuilder line = new StringBuilder(WATCH).append(ENDS);
        options.directory()
                .ifPresent(directory ->
                        line.append("cd -- ").append(path(directory)).append(" || exit 126; "));
        List<String> words = new ArrayList<>();
        for (Map.Entry<String, String> variable : options.environment().entrySet()) {
            if (variable.getKey().matches("[A-Za-z_][A-Za-z0-9_]*")) {
                line.append("export ")
                        .append(variable.getKey())
                        .append('=')
                        .append(word(variable.getValue()))
                        .append("; ");
            } else {
                // A name that no shell can set.
                words.add(word(variable.getKey() + "=" + variable.getValue()));
            }
        }
        if (!words.isEmpty()) {
            words.addFirst("env");
        }
        words.add(path(options.command()));
        options.arguments().forEach(argument -> words.add(word(argument)));
        return line.append("unset line; exec ").append(String.join(" ", words)).toString();
    }

    /** A path there; a tilde that stands alone in front is the user's own directory there, as in a shell. */
    private static String path(String text) {
        if (text.equals("~")) {
            return "\"$HOME\"";
        }
        return text.startsWith("~/") ? "\"$HOME\"/" + word(text.substring(2)) : word(text);
    }

    private static String word(String text) {
        return PosixShell.quoted(text).replace("\n", "'\"$nave_n\"'").replace("\r", "'\"$nave_r\"'");
    }
}
