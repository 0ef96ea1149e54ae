package dev.nave.app.run;

import dev.nave.hub.Connector.Opening;
import dev.nave.hub.ListKind;
import dev.nave.hub.Sha256;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.SandboxSettings;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.SshSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.feed.Listing;
import dev.nave.hub.feed.Memory;
import dev.nave.hub.feed.Remembered;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonException;
import dev.nave.protocol.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What servers offered last, a file for each, for those that need not run to be listed. A file is replaced as a whole, and
 * is good for a server that is reached as it was when the file was written. Safe for use by many threads.
 */
final class CatalogueFiles implements Memory {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogueFiles.class);

    private final Path directory;

    CatalogueFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public Optional<Remembered> recall(ServerSettings server) {
        Path file = file(server);
        try {
            Json kept = Json.parse(Files.readString(file));
            return kept.string("reached").filter(reached(server)::equals).flatMap(ignored -> read(kept));
        } catch (NoSuchFileException never) {
            return Optional.empty();
        } catch (IOException | JsonException e) {
            LOG.warn("What server {} offered last cannot be read from {}: {}", server.name(), file, e.toString());
            return Optional.empty();
        }
    }

    @Override
    public synchronized void keep(ServerSettings server, Remembered known) {
        Path file = file(server);
        try {
            Files.createDirectories(directory, owner("rwx------"));
            Path fresh = Files.createTempFile(directory, server.name(), ".new", owner("rw-------"));
            try {
                Files.writeString(fresh, json(server, known).raw(), StandardCharsets.UTF_8);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            LOG.warn("What server {} offers cannot be kept in {}: {}", server.name(), file, e.toString());
        }
    }

    private Path file(ServerSettings server) {
        return directory.resolve(server.name() + ".json");
    }

    private static FileAttribute<?>[] owner(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static Json json(ServerSettings server, Remembered known) {
        Opening opening = known.opening();
        JsonObject lists = Json.object();
        known.lists()
                .forEach((kind, listing) -> lists.put(
                        kind.member(),
                        Json.object()
                                .put("entries", Json.array(listing.entries()))
                                .put("rest", listing.rest())
                                .put("shared", listing.shared())
                                .build()));
        return Json.object()
                .put("reached", reached(server))
                .put("revision", opening.revision().wireName())
                .put("serverInfo", opening.serverInfo())
                .put("capabilities", opening.capabilities())
                .putIfPresent("instructions", opening.instructions().map(Json::of))
                .put("lists", lists.build())
                .build();
    }

    private static Optional<Remembered> read(Json kept) {
        Optional<Revision> revision = kept.string("revision").flatMap(Revision::of);
        if (revision.isEmpty()) {
            return Optional.empty();
        }
        Opening opening = new Opening(
                revision.get(),
                kept.member("serverInfo").orElse(Json.EMPTY_OBJECT),
                kept.member("capabilities").orElse(Json.EMPTY_OBJECT),
                kept.string("instructions"));
        Map<ListKind, Listing> lists = new EnumMap<>(ListKind.class);
        for (ListKind kind : ListKind.values()) {
            kept.at("lists", kind.member()).ifPresent(list -> lists.put(kind, listing(list)));
        }
        return Optional.of(new Remembered(opening, lists));
    }

    private static Listing listing(Json list) {
        return new Listing(
                list.member("entries").map(Json::elements).orElse(List.of()),
                list.member("rest").orElse(Json.EMPTY_OBJECT),
                Time.SYSTEM.nanos(),
                Duration.ZERO,
                list.flag("shared"));
    }

    /** What tells this way to a server from another: as written, secrets left out; a hash, for an argument may be one. */
    private static String reached(ServerSettings server) {
        List<String> parts = new ArrayList<>();
        describe(server.target(), parts);
        parts.add(server.era().name());
        parts.add(server.interactive().name());
        return Sha256.hex(String.join("\0", parts));
    }

    private static void describe(Target target, List<String> parts) {
        switch (target) {
            case Target.Command command -> {
                parts.add("command");
                parts.add(command.command().written());
                describeChild(command, parts);
            }
            case Target.Sample sample -> {
                parts.add("sample");
                parts.add(sample.name());
                describeChild(sample, parts);
            }
            case Target.Container container -> {
                parts.add("container");
                parts.add(container.container().image().written());
                container.entrypoint().ifPresent(program -> parts.add(program.written()));
                describeChild(container, parts);
            }
            case Target.Ssh(SshSettings ssh, Target.Command command) -> {
                parts.add("ssh");
                parts.add(ssh.host().written());
                describe(command, parts);
            }
            case Target.Confined(Target.Child child, SandboxSettings sandbox) -> describe(child, parts);
            case Target.Remote remote -> {
                parts.add("remote");
                parts.add(remote.place());
                parts.add(remote.wire().text());
                parts.addAll(remote.headers().keySet());
            }
            case Target.Manifest manifest -> {
                parts.add("manifest");
                describe(manifest.place(), parts);
                parts.add(manifest.selection().toString());
                parts.add(manifest.names().name());
            }
            case Target.CommandWithUrl(Target.Child child, Target.Remote remote) -> {
                describe(child, parts);
                describe(remote, parts);
            }
        }
    }

    private static void describeChild(Target.Child child, List<String> parts) {
        child.arguments().forEach(argument -> parts.add(argument.written()));
        parts.addAll(child.environment().keySet());
        parts.add(child.directory()
                .map(directory -> directory.base() + " " + directory.path().written())
                .orElse(""));
    }
}
