package dev.nave.app.run;

import dev.nave.app.cli.UserDirectory;
import dev.nave.app.configuration.StateDirectory;
import dev.nave.app.join.Rendezvous;
import dev.nave.hub.configuration.Configuration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hub's own files, which no confined server sees: its configuration, its secrets, what it keeps, its sockets. */
final class HiddenFiles {
    private HiddenFiles() {}

    static List<Path> of(
            Configuration configuration, List<Path> files, Optional<Path> state, Map<String, String> environment) {
        List<Path> hidden = new ArrayList<>(files);
        state.ifPresent(hidden::add);
        configuration.node().secrets().store().ifPresent(hidden::add);
        hidden.add(UserDirectory.of(environment));
        hidden.add(StateDirectory.user(environment));
        hidden.addAll(Rendezvous.directories(environment));
        configuration.node().listen().unix().ifPresent(hidden::add);
        return hidden;
    }
}
