package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Scalar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code logs}. */
final class LogsBinder {
    private static final long LEAST = 64 << 10;

    private final Section section;
    private final Function<Scalar, Optional<Path>> paths;
    private final Problems problems;

    LogsBinder(Section section, Function<Scalar, Optional<Path>> paths, Problems problems) {
        this.section = section;
        this.paths = paths;
        this.problems = problems;
    }

    LogSettings bind() {
        section.refuseUnknown();
        LogSettings standard = LogSettings.defaults();
        long file = section.value("file", LogsBinder::size).orElse(standard.file());
        long total = section.value("total", LogsBinder::size).orElse(Math.max(standard.total(), file));
        if (total < file) {
            problems.error(
                    section.place("total"),
                    "Expected total to be as much as one file may be, " + file + " bytes, or more.");
        }
        return new LogSettings(
                section.choice("level", LogSettings.Level.class).orElse(standard.level()),
                section.choice("console", LogSettings.Level.class).orElse(standard.console()),
                section.choice("format", LogSettings.Format.class).orElse(standard.format()),
                section.truth("files").orElse(standard.files()),
                section.text("directory").flatMap(paths),
                file,
                total,
                section.value("keep", LogsBinder::days).orElse(standard.keep()));
    }

    private static long size(String text) {
        long size = Amounts.size(text);
        if (size < LEAST) {
            throw new IllegalArgumentException("Expected at least 64KiB, not " + Shown.quoted(text) + ".");
        }
        return size;
    }

    private static Duration days(String text) {
        Duration keep = Amounts.duration(text);
        if (keep.toDays() < 1 || !keep.equals(Duration.ofDays(keep.toDays())) || keep.toDays() > 36_500) {
            throw new IllegalArgumentException(
                    "Expected whole days, not " + Shown.quoted(text) + ": write it like 14d.");
        }
        return keep;
    }
}
