package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Scalar;
import dev.nave.hub.configuration.Target.Directory;
import dev.nave.hub.secret.Template;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads paths, which start at the file they stand in. */
final class Directories {
    private final Templates templates;
    private final Problems problems;

    Directories(Templates templates, Problems problems) {
        this.templates = templates;
        this.problems = problems;
    }

    Optional<Directory> in(Scalar scalar) {
        return of(templates.in(scalar), scalar);
    }

    Optional<Directory> of(Template path, Scalar scalar) {
        try {
            var _ = path.literal().map(Path::of);
            return Optional.of(new Directory(path, scalar.place().resolve("")));
        } catch (InvalidPathException _) {
            problems.error(scalar.place(), "Expected a path, not " + scalar.described() + ".");
            return Optional.empty();
        }
    }

    List<Directory> in(List<Scalar> scalars) {
        return scalars.stream().flatMap(scalar -> in(scalar).stream()).toList();
    }
}
