package dev.nave.app.ask;

import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import java.util.ArrayList;
import java.util.List;

/** Images that may be others tomorrow. */
final class Floating {
    private Floating() {}

    static List<String> notes(Configuration configuration) {
        List<String> notes = new ArrayList<>();
        for (ServerSettings server : configuration.servers()) {
            Target started = server.target() instanceof Target.CommandWithUrl(Target.Child child, Target.Remote _)
                    ? child
                    : server.target();
            if (server.enabled()
                    && started instanceof Target.Container container
                    && !container.container().isPinned()) {
                notes.add(server.name() + " runs the image "
                        + container.container().image().written()
                        + ", and what is behind that name may change: write it by digest, as name@sha256:….");
            }
        }
        return notes;
    }
}
