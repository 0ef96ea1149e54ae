package dev.nave.edge.manifest;

import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Place;
import dev.nave.hub.configuration.Problem;
import dev.nave.hub.configuration.Reading;
import dev.nave.hub.manifest.Manifest;
import dev.nave.hub.manifest.ManifestReader;
import dev.nave.hub.manifest.ManifestServers;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A manifest as the configuration of a hub, asked for anew at each reading. While it cannot be had the last good one holds,
 * of this process or of one before. Read by one thread at a time; what is said of it may be asked by any.
 */
final class ManifestSource implements Supplier<Reading> {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestSource.class);

    private final String name;
    private final URI url;
    private final String shown;
    private final Fetch fetch;
    private final ManifestServers servers;
    private final Shelf shelf;
    private final Bounds bounds;
    private final Time time;
    // Written by who reads, read by anybody.
    private volatile State state = new State(null, null, List.of(), false);

    /**
     * @param name of the server that stands for the manifest
     * @param shown the URL as far as it may be shown
     */
    ManifestSource(
            String name,
            URI url,
            String shown,
            Fetch fetch,
            ManifestServers servers,
            Shelf shelf,
            Bounds bounds,
            Time time) {
        this.name = name;
        this.url = url;
        this.shown = shown;
        this.fetch = fetch;
        this.servers = servers;
        this.shelf = shelf;
        this.bounds = bounds;
        this.time = time;
    }

    /**
     * @param copy the last good one
     * @param trouble what is the matter now, to follow "it "
     * @param lasting whether that is so until the configuration is another
     */
    private record State(@Nullable Copy copy, @Nullable String trouble, List<String> notes, boolean lasting) {}

    /** Blocks for the publisher, within the waits for it. Refused only while there never was a good one. */
    @Override
    public Reading get() {
        State before = state;
        Optional<Copy> known = Optional.ofNullable(before.copy).or(this::recall);
        return switch (fetch.since(known, time.now())) {
            case Fetch.Outcome.Fresh(Copy copy, Manifest manifest) -> {
                shelf.keep(url.toString(), copy);
                yield read(copy, manifest, null, false);
            }
            case Fetch.Outcome.Same ignored -> known(known.orElseThrow(), null, false);
            case Fetch.Outcome.Failed(String reason, boolean lasting) -> {
                if (!reason.equals(before.trouble)) {
                    LOG.warn(
                            "The manifest of {} at {} {}{}",
                            name,
                            shown,
                            reason,
                            known.map(copy -> "; the one of " + copy.since() + " holds")
                                    .orElse(""));
                }
                yield known.map(copy -> known(copy, reason, lasting)).orElseGet(() -> refused(reason, lasting));
            }
        };
    }

    /** Why the last reading was refused. */
    boolean isHopeless() {
        return state.lasting;
    }

    /** What there is to say of the manifest itself: {@code manifest}, and {@code trouble} while something is wrong. */
    Json remark() {
        State now = state;
        JsonObject manifest = Json.object().put("url", shown);
        if (now.copy != null) {
            manifest.put("since", now.copy.since().toString());
        }
        if (!now.notes.isEmpty()) {
            manifest.put("leftOut", Json.array(now.notes.stream().map(Json::of).toList()));
        }
        JsonObject remark = Json.object().put("manifest", manifest.build());
        List<String> troubles = now.trouble == null
                ? now.notes
                : Stream.concat(Stream.of("the manifest " + now.trouble), now.notes.stream())
                        .toList();
        if (!troubles.isEmpty()) {
            remark.put("trouble", String.join("; ", troubles));
        }
        return remark.build();
    }

    private Optional<Copy> recall() {
        return shelf.recall(url.toString());
    }

    private Reading known(Copy copy, @Nullable String trouble, boolean lasting) {
        return switch (ManifestReader.read(copy.text(), url, bounds.get(Bound.MANIFEST_SERVERS))) {
            case Manifest.Reading.Understood(Manifest manifest) -> read(copy, manifest, trouble, lasting);
            case Manifest.Reading.Senseless(String reason) -> refused(reason, false);
        };
    }

    private Reading read(Copy copy, Manifest manifest, @Nullable String trouble, boolean lasting) {
        ManifestServers.Made made = servers.of(manifest);
        if (!made.notes().equals(state.notes)) {
            made.notes().forEach(note -> LOG.warn("The manifest of {}: {}", name, note));
        }
        state = new State(copy, trouble, made.notes(), lasting);
        return new Reading.Read(made.configuration(), List.of());
    }

    private Reading refused(String reason, boolean lasting) {
        state = new State(null, reason, List.of(), lasting);
        Problem problem = new Problem(Place.of(Path.of("manifest")), "The manifest at " + shown + " " + reason + ".");
        return new Reading.Refused(List.of(problem), List.of());
    }
}
