package dev.nave.app.cli;

import java.util.Iterator;
import java.util.List;

/** Says of a parameter that it is the name of a server, which shells complete by asking for the names there are. */
public final class ServerNames implements Iterable<String> {
    /** The function of the completions for bash that lists the names, a name a line. */
    public static final String FUNCTION = "_nave_servers";

    /** What stands where the candidates would, had they been known when the completions were made. */
    public static final String PLACE = "$(" + FUNCTION + ")";

    @Override
    public Iterator<String> iterator() {
        return List.of(PLACE).iterator();
    }
}
