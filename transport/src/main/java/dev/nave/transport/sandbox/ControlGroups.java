package dev.nave.transport.sandbox;

import dev.nave.transport.child.Nursery;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Control groups of version 1 that this process may make: they bound a child and all it starts together. Those of version 2
 * take no children of a group that has processes itself, so there systemd is asked for one; see {@link Limits}.
 */
final class ControlGroups {
    private static final Pattern NAME = Pattern.compile("nave-(.+)-\\d+");

    /** Where groups may be made, by the name of the controller. */
    private final Map<String, Path> parents;

    static final ControlGroups NONE = new ControlGroups(Map.of());

    private ControlGroups(Map<String, Path> parents) {
        this.parents = parents;
    }

    /** Those of this process that it may write, with what hubs that are gone left there removed. */
    static ControlGroups find() {
        Map<String, Path> parents = new HashMap<>();
        Map<String, String> own = own();
        for (String line : lines(Path.of("/proc/self/mountinfo"))) {
            String[] halves = line.split(" - ");
            String[] kind = halves.length < 2 ? new String[0] : halves[1].split(" ");
            if (kind.length < 3 || !kind[0].equals("cgroup")) {
                continue;
            }
            String[] place = halves[0].split(" ");
            for (String controller : kind[2].split(",")) {
                if (own.containsKey(controller)) {
                    Path mount = Path.of(place[4]);
                    Path group = mount.resolve(own.get(controller).substring(1));
                    parents.put(controller, Files.isDirectory(group) ? group : mount);
                }
            }
        }
        parents.values().removeIf(parent -> !Files.isWritable(parent));
        parents.values().forEach(ControlGroups::clean);
        return new ControlGroups(parents);
    }

    boolean has(String controller) {
        return parents.containsKey(controller);
    }

    /**
     * Makes one.
     *
     * @param values what to write into its files, in this order; a file that is not there is left out
     */
    Path make(String controller, String name, List<Map.Entry<String, String>> values) throws IOException {
        Path group = Files.createDirectory(
                Optional.ofNullable(parents.get(controller)).orElseThrow().resolve(name));
        for (Map.Entry<String, String> value : values) {
            Path file = group.resolve(value.getKey());
            if (Files.exists(file)) {
                Files.writeString(file, value.getValue());
            }
        }
        return group;
    }

    private static void clean(Path parent) {
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(parent, "nave-*")) {
            for (Path group : groups) {
                Matcher matcher = NAME.matcher(group.getFileName().toString());
                if (matcher.matches() && Nursery.isGone(matcher.group(1))) {
                    Files.deleteIfExists(group);
                }
            }
        } catch (IOException inUse) {
            // Another hub that starts will see to it.
        }
    }

    private static Map<String, String> own() {
        Map<String, String> own = new HashMap<>();
        for (String line : lines(Path.of("/proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            for (String controller : parts[1].split(",")) {
                own.put(controller, parts[2]);
            }
        }
        return own;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException none) {
            return List.of();
        }
    }
}
