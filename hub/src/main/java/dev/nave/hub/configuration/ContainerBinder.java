package dev.nave.hub.configuration;

import dev.nave.hub.configuration.ContainerSettings.Mount;
import dev.nave.hub.configuration.ContainerSettings.Pull;
import dev.nave.hub.configuration.Node.Scalar;
import dev.nave.hub.secret.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads which container a server runs in. */
final class ContainerBinder {
    /** The target is absolute and has no colon, so that a source may have some. */
    private static final Pattern MOUNT = Pattern.compile("(.+):(/[^:]*)(?::(ro|rw))?");

    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_.-]+(?::[A-Za-z0-9_.-]+)?");

    private final Section section;
    private final Templates templates;
    private final Directories directories;
    private final Problems problems;

    ContainerBinder(Section server, Templates templates, Problems problems) {
        this.section = server.below("container", Keys.CONTAINER);
        this.templates = templates;
        this.directories = new Directories(templates, problems);
        this.problems = problems;
    }

    /** The container, or nothing; problems say why. */
    Optional<ContainerSettings> bind() {
        Optional<Scalar> image = section.text("image");
        if (image.isEmpty()) {
            problems.error(section.place(), "Expected container to name its image: write image: NAME.");
            return Optional.empty();
        }
        Template name = templates.in(image.get());
        Map<String, String> labels = new LinkedHashMap<>();
        section.pairs("labels").forEach((label, scalar) -> labels.put(label, scalar.text()));
        Pull pull = section.choice("pull", Pull.class).orElse(Pull.MISSING);
        var pullTimeout = section.value("pullTimeout", Amounts::duration).orElse(ContainerSettings.PULL_TIMEOUT);
        Optional<String> engine = section.text("engine").map(Scalar::text);
        List<String> options =
                section.texts("options").stream().map(Scalar::text).toList();
        List<Mount> mounts = section.texts("mounts").stream()
                .flatMap(mount -> mount(mount).stream())
                .toList();
        boolean readOnly = section.truth("readOnly").orElse(true);
        long tmp = section.limit("tmp", Amounts::size, ContainerSettings.TMP);
        Optional<String> user =
                section.value("user", ContainerBinder::user).orElse(Optional.of(ContainerSettings.NOBODY));
        String network = section.text("network").map(Scalar::text).orElse(ContainerSettings.NO_NETWORK);
        long memory = section.limit("memory", Amounts::size, ContainerSettings.MEMORY);
        double cpus = section.part("cpus");
        int processes = Math.toIntExact(
                Math.min(Integer.MAX_VALUE, section.limit("processes", Amounts::count, ContainerSettings.PROCESSES)));
        List<String> capabilities =
                section.texts("capabilities").stream().map(Scalar::text).toList();
        return section.converted(
                image.get(),
                _ -> new ContainerSettings(
                        name,
                        pull,
                        pullTimeout,
                        engine,
                        options,
                        mounts,
                        readOnly,
                        tmp,
                        user,
                        network,
                        memory,
                        cpus,
                        processes,
                        capabilities,
                        labels));
    }

    private static Optional<String> user(String text) {
        if (!USER.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "Expected user to be UID:GID, such as 1000:1000, or image, not " + Shown.quoted(text) + ".");
        }
        return text.equals("image") ? Optional.empty() : Optional.of(text);
    }

    private Optional<Mount> mount(Scalar scalar) {
        Matcher matcher = MOUNT.matcher(scalar.text());
        if (!matcher.matches()) {
            problems.error(
                    scalar.place(),
                    "Expected a mount as SOURCE:TARGET or SOURCE:TARGET:rw with an absolute target, such as"
                            + " ./data:/data, not " + scalar.described() + ".");
            return Optional.empty();
        }
        Template source = templates.in(new Scalar(scalar.place(), matcher.group(1), scalar.kind()));
        boolean writable = "rw".equals(matcher.group(3));
        return directories.of(source, scalar).map(from -> new Mount(from, matcher.group(2), writable));
    }
}
