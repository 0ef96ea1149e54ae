package dev.nave.clients.takeover;

import dev.nave.clients.table.Machine;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which versions of packages this machine has run: from the caches of npx and uv, never from the network. */
public final class Versions {
    private static final int MOST = 1_000;
    private static final Pattern WHEEL = Pattern.compile("(\\d[A-Za-z0-9.+!]*)-.*");
    private static final Pattern PLAIN = Pattern.compile("(?:@[A-Za-z0-9._-]+/)?[A-Za-z0-9._-]+");

    private final Path npx;
    private final Path uv;

    public Versions(Machine machine) {
        String npm = machine.environment().getOrDefault("npm_config_cache", "");
        this.npx = (npm.isEmpty() ? machine.home().resolve(".npm") : Path.of(npm)).resolve("_npx");
        String cache = machine.environment().getOrDefault("UV_CACHE_DIR", "");
        this.uv = cache.isEmpty() ? machine.home().resolve(".cache/uv") : Path.of(cache);
    }

    /** The version of a package that npx fetched last. */
    Optional<String> node(String name) {
        if (!PLAIN.matcher(name).matches()) {
            return Optional.empty();
        }
        return inside(npx).stream()
                .map(place -> place.resolve("node_modules").resolve(name).resolve("package.json"))
                .filter(Files::isRegularFile)
                .max(Comparator.comparingLong(Versions::age))
                .flatMap(Versions::version);
    }

    /** The version of a package that uv fetched last. */
    Optional<String> python(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
        if (!PLAIN.matcher(plain).matches()) {
            return Optional.empty();
        }
        return inside(uv).stream()
                .filter(place -> String.valueOf(place.getFileName()).startsWith("wheels-"))
                .flatMap(place -> inside(place.resolve("pypi").resolve(plain)).stream())
                .filter(wheel -> wheel(wheel).matches())
                .max(Comparator.comparingLong(Versions::age))
                .map(wheel -> wheel(wheel).replaceFirst("$1"));
    }

    private static Matcher wheel(Path file) {
        return WHEEL.matcher(String.valueOf(file.getFileName()));
    }

    private static List<Path> inside(Path directory) {
        List<Path> inside = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return inside;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (inside.size() < MOST) {
                    inside.add(entry);
                }
            }
        } catch (IOException e) {
            // A hint is missing, no more.
            return List.of();
        }
        return inside;
    }

    private static long age(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }

    private static Optional<String> version(Path file) {
        try {
            return Json.parse(Files.readString(file)).string("version");
        } catch (IOException | JsonException e) {
            return Optional.empty();
        }
    }
}
