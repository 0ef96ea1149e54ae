package dev.nave.hub.manifest;

import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.Lifecycle;
import dev.nave.hub.configuration.NodeSettings;
import dev.nave.hub.configuration.ServerNames;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.manifest.Manifest.Listed;
import dev.nave.hub.secret.Template;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes a configuration of the servers that a manifest lists, as the operator wants them. */
public final class ManifestServers {
    private final ServerSettings entry;
    private final Target.Manifest target;
    private final URI place;
    private final Bounds bounds;

    /**
     * @param entry the server that stands for all of the manifest: its settings are those of each
     * @param target how it is reached
     * @param place where the manifest is, its references replaced
     */
    public ManifestServers(ServerSettings entry, Target.Manifest target, URI place, Bounds bounds) {
        this.entry = entry;
        this.target = target;
        this.place = place;
        this.bounds = bounds;
    }

    /**
     * The servers there are.
     *
     * @param notes what of the manifest is left out, and why, for people
     */
    public record Made(Configuration configuration, List<String> notes) {
        public Made {
            notes = List.copyOf(notes);
        }
    }

    /** A function of the manifest and of the settings. */
    public Made of(Manifest manifest) {
        List<String> notes = new ArrayList<>(manifest.flaws());
        List<ServerSettings> servers = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Listed listed : manifest.servers()) {
            if (!target.selection().takes(listed.name())) {
                continue;
            }
            String name = ServerNames.fitting(listed.name());
            Optional<String> refusal = refusal(listed);
            if (refusal.isPresent()) {
                notes.add("server '" + name + "' " + refusal.get());
                continue;
            }
            ServerSettings server = settings(name, listed);
            if (taken.add(server.scheme())) {
                servers.add(server);
            } else {
                notes.add("server '" + name + "' is left out: there is another of that name");
            }
        }
        Configuration configuration = Configuration.of(servers)
                .withNames(target.names())
                .withNode(NodeSettings.defaults().withLimits(entry.waits(), bounds));
        return new Made(configuration, notes);
    }

    /** Somebody elsewhere has no business with what only this machine reaches. */
    private Optional<String> refusal(Listed listed) {
        Origin origin = Origin.of(listed.url());
        return origin.isLocal() && !Origin.of(place).isLocal()
                ? Optional.of("is left out: " + origin.host() + " is this machine's own, and the manifest comes from "
                        + place.getHost())
                : Optional.empty();
    }

    private ServerSettings settings(String name, Listed listed) {
        Map<String, Template> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (Origin.of(listed.url()).equals(Origin.of(place))) {
            headers.putAll(target.place().headers());
        }
        // Texts, not references: what somebody else wrote must not say what is read here.
        listed.headers().forEach((header, text) -> headers.put(header, Template.of(text)));
        headers.putAll(target.headers().getOrDefault(listed.name(), Map.of()));
        headers.putAll(target.headers().getOrDefault(name, Map.of()));
        Target remote = new Target.Remote(Template.of(listed.url().toString()), headers, listed.wire());
        Lifecycle life = entry.life();
        return entry.as(name, remote, target.selection().rules(listed.name()))
                .withLife(new Lifecycle(false, Optional.empty(), life.restart(), life.health(), life.isolation()));
    }
}
