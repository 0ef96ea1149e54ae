package dev.nave.edge.manifest;

import dev.nave.edge.upstream.wire.Troubles;
import dev.nave.edge.upstream.wire.Wires;
import dev.nave.hub.Connector;
import dev.nave.hub.Time;
import dev.nave.hub.aggregate.Hub;
import dev.nave.hub.aggregate.Identity;
import dev.nave.hub.aggregate.Surroundings;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Reading;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.feed.Memory;
import dev.nave.hub.manifest.ManifestServers;
import dev.nave.hub.seal.Seals;
import dev.nave.hub.secret.SecretUnavailable;
import dev.nave.hub.secret.Secrets;
import dev.nave.hub.secret.Values;
import dev.nave.protocol.json.Json;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Opens the way to the servers of a manifest: a hub of their own, which is a server like any other. Every other server is
 * left to another connector, as are those of the manifest. Safe for many threads.
 */
public final class ManifestConnector implements Connector {
    private final Connector others;
    private final Wires wires;
    private final Secrets secrets;
    private final Shelf shelf;
    private final Within within;

    /**
     * What a hub within a hub is given of the outer one.
     *
     * @param info what it calls itself
     * @param ids makes ids unlike any other
     * @param exact whether the outer one passes everything on as it is, and has no tools of its own
     */
    public record Within(
            Json info,
            Supplier<String> ids,
            Seals seals,
            Bounds bounds,
            BooleanSupplier exact,
            Time time,
            RandomGenerator random) {}

    /**
     * @param others opens the way to all that is no manifest
     * @param shelf keeps the last good copy of each manifest
     */
    public ManifestConnector(Connector others, Wires wires, Secrets secrets, Shelf shelf, Within within) {
        this.others = others;
        this.wires = wires;
        this.secrets = secrets;
        this.shelf = shelf;
        this.within = within;
    }

    @Override
    public Connection connect(ServerSettings settings, Feed feed) throws ConnectFailure, InterruptedException {
        return settings.target() instanceof Target.Manifest target
                ? open(settings, target, feed)
                : others.connect(settings, feed);
    }

    private Connection open(ServerSettings settings, Target.Manifest target, Feed feed)
            throws ConnectFailure, InterruptedException {
        ManifestSource source = source(settings, target);
        return switch (source.get()) {
            case Reading.Refused refused ->
                throw new ConnectFailure(
                        "Server '" + settings.name() + "': "
                                + refused.problems().getFirst().text(),
                        !source.isHopeless());
            case Reading.Read(var configuration, var warnings) -> {
                Hub hub = new Hub(
                        configuration,
                        new Surroundings(
                                others,
                                Memory.NONE,
                                source,
                                within.seals,
                                new Identity(within.ids.get(), within.info),
                                within.time,
                                within.random,
                                within.exact.getAsBoolean() ? Surroundings.Stance.BEHIND : Surroundings.Stance.WITHIN));
                hub.remark(source::remark);
                yield InnerHub.open(settings.name(), hub, feed, target.refresh(), within.random);
            }
        };
    }

    private ManifestSource source(ServerSettings settings, Target.Manifest target)
            throws ConnectFailure, InterruptedException {
        try {
            Values values = Values.find(secrets, settings.name(), target.secrets(), target.plain());
            Target.Address address = target.place().address(values);
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            target.place()
                    .headers()
                    .forEach((name, text) -> headers.put(name, values.of(text).reveal()));
            Bounds bounds = within.bounds;
            return new ManifestSource(
                    settings.name(),
                    address.url(),
                    target.place().place(),
                    new Fetch(address.url(), headers, wires, settings.waits(), bounds),
                    new ManifestServers(settings, target, address.url(), bounds),
                    shelf,
                    bounds,
                    within.time);
        } catch (SecretUnavailable e) {
            throw Troubles.unavailable(settings.name(), e);
        } catch (IllegalArgumentException e) {
            throw new ConnectFailure("Server '" + settings.name() + "': " + e.getMessage(), false);
        }
    }
}
