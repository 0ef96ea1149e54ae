package dev.nave.hub.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What is logged, where and for how long.
 *
 * @param level what is written into the files; {@link Level#INFO} by default
 * @param console what standard error gets; {@link Level#WARN} by default
 * @param format how standard error is written; the files are JSON always
 * @param files whether there are files at all; there are by default
 * @param directory where they are; {@code logs} in the state directory by default
 * @param file how large one becomes before the next is begun, in bytes; 10 MiB by default
 * @param total how much is kept for the hub, and again for each server, in bytes; 100 MiB by default
 * @param keep how long; 14 days by default
 */
public record LogSettings(
        Level level,
        Level console,
        Format format,
        boolean files,
        Optional<Path> directory,
        long file,
        long total,
        Duration keep) {
    public static LogSettings defaults() {
        return new LogSettings(
                Level.INFO,
                Level.WARN,
                Format.TEXT,
                true,
                Optional.empty(),
                10L << 20,
                100L << 20,
                Duration.ofDays(14));
    }

    /** How much is said, the least first. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /** How a line is written. */
    public enum Format {
        TEXT,
        JSON
    }
}
