package dev.nave.app.run;

import dev.nave.edge.manifest.Copy;
import dev.nave.edge.manifest.Shelf;
import dev.nave.hub.Sha256;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last good copy of each manifest, a file for each that is replaced as a whole. Safe for use by many threads. */
final class ManifestFiles implements Shelf {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestFiles.class);
    private static final int HASH = 16;

    private final Path directory;

    ManifestFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public Optional<Copy> recall(String url) {
        Path file = file(url);
        try {
            Json kept = Json.parse(Files.readString(file));
            return kept.string("text")
                    .map(text -> new Copy(
                            Base64.getDecoder().decode(text),
                            kept.string("tag"),
                            kept.string("modified"),
                            Instant.parse(kept.string("since").orElse(""))));
        } catch (NoSuchFileException never) {
            return Optional.empty();
        } catch (IOException | JsonException | IllegalArgumentException | DateTimeException e) {
            LOG.warn("The last good manifest cannot be read from {}: {}", file, e.toString());
            return Optional.empty();
        }
    }

    @Override
    public synchronized void keep(String url, Copy copy) {
        Path file = file(url);
        Json kept = Json.object()
                .putIfPresent("tag", copy.tag().map(Json::of))
                .putIfPresent("modified", copy.modified().map(Json::of))
                .put("since", copy.since().toString())
                .put("text", Base64.getEncoder().encodeToString(copy.text()))
                .build();
        try {
            OwnFiles.replace(file, kept.raw().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("The manifest cannot be kept in {}: {}", file, e.toString());
        }
    }

    /** The URL may hold a secret, so its hash is the name. */
    private Path file(String url) {
        return directory.resolve(Sha256.hex(url).substring(0, HASH) + ".json");
    }
}
