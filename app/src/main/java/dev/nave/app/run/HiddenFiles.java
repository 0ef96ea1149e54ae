package dev.nave.app.run;

import dev.nave.app.cli.Surroundings;
import dev.nave.app.cli.UserDirectory;
import dev.nave.app.join.OwnDoor;
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
        String base = environment.getOrDefault("XDG_STATE_HOME", "");
        hidden.add((base.isEmpty() ? Surroundings.home().resolve(".local/state") : Path.of(base)).resolve("nave"));
        hidden.addAll(OwnDoor.directories(environment));
        configuration.node().listen().unix().ifPresent(hidden::add);
        return hidden;
    }
}
