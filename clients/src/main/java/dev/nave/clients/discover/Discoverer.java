package dev.nave.clients.discover;

import dev.nave.clients.file.DocumentException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Walks directories and finds servers. Links are not followed, so no loop is walked twice; directories of dependencies,
 * builds and version control are left out.
 */
public final class Discoverer {
    private static final Set<String> LEFT_OUT = Set.of(
            "node_modules",
            ".git",
            ".hg",
            ".svn",
            "target",
            "build",
            "dist",
            "out",
            "venv",
            ".venv",
            "env",
            "__pycache__",
            ".tox",
            ".mypy_cache",
            ".pytest_cache",
            ".gradle",
            ".idea",
            ".vscode",
            ".cache",
            ".cargo",
            "vendor",
            "site-packages",
            ".next",
            ".turbo",
            "coverage");

    private final Limits limits;
    private final List<Finder> finders = List.of(
            new RegistryFinder(),
            new BundleFinder(),
            new NodeFinder(),
            new PythonFinder(),
            new MavenFinder(),
            new DockerFinder());

    public Discoverer(Limits limits) {
        this.limits = limits;
    }

    /**
     * What was found.
     *
     * @param servers in the order of their files, the surer one first where two are in one directory
     * @param skipped files that could not be read, each with the reason
     * @param whole whether everything was looked at; otherwise a limit was reached
     */
    public record Result(List<Found> servers, List<String> skipped, boolean whole) {
        public Result {
            servers = List.copyOf(servers);
            skipped = List.copyOf(skipped);
        }
    }

    private record Place(Path path, int depth) {}

    /** Walks these directories, blocking. A file among them is looked at by itself. */
    public Result discover(List<Path> roots) {
        List<Found> servers = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        Deque<Place> places = new ArrayDeque<>();
        roots.forEach(root -> places.add(new Place(root.toAbsolutePath().normalize(), 0)));
        int count = 0;
        boolean whole = true;
        while (!places.isEmpty()) {
            Place place = places.poll();
            if (!seen.add(place.path())) {
                continue;
            }
            if (++count > limits.files()) {
                whole = false;
                break;
            }
            if (!Files.isDirectory(place.path())) {
                look(place.path(), servers, skipped);
            } else if (place.depth() > limits.depth()) {
                whole = false;
            } else {
                inside(place.path(), skipped)
                        .reversed()
                        .forEach(path -> places.addFirst(new Place(path, place.depth() + 1)));
            }
        }
        return new Result(servers, skipped, whole);
    }

    private void look(Path file, List<Found> servers, List<String> skipped) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (Finder finder : finders) {
            if (finder.reads(name)) {
                try {
                    servers.addAll(finder.find(file, limits));
                } catch (DocumentException e) {
                    skipped.add(e.in(file));
                } catch (IOException e) {
                    skipped.add(file + ": " + e.getMessage());
                }
            }
        }
    }

    private List<Path> inside(Path directory, List<String> skipped) {
        List<Path> inside = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                boolean walked = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                        ? !LEFT_OUT.contains(name)
                        : Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS);
                if (walked && inside.size() <= limits.files()) {
                    inside.add(entry);
                }
            }
        } catch (IOException e) {
            skipped.add(directory + ": " + e.getMessage());
        }
        inside.sort(null);
        return inside;
    }
}
