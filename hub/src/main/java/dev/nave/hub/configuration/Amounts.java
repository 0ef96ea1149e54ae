package dev.nave.hub.configuration;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them. */
final class Amounts {
    private static final Pattern DURATION = Pattern.compile("(?:\\d{1,12}(?:ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Map<String, Duration> TIMES = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12}) ?(B|kB|KB|MB|GB|KiB|MiB|GiB)?");
    private static final Map<String, Long> SIZES = Map.of(
            "B",
            1L,
            "kB",
            1000L,
            "KB",
            1000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30);

    private Amounts() {}

    /** Reads {@code 500ms}, {@code 10s}, {@code 1m30s}, {@code 2h}, {@code 1d}. */
    static Duration duration(String text) {
        if (!DURATION.matcher(text).matches()) {
            String hint = text.matches("\\d{1,12}")
                    ? "add its unit, for example " + text + "s."
                    : "write it like 10s, 500ms or 1m30s.";
            throw new IllegalArgumentException(
                    "Expected a duration in ms, s, m, h or d, not " + Shown.quoted(text) + ": " + hint);
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(unit(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
        }
        return sum;
    }

    /** Reads {@code 4MiB}, {@code 64KiB}, {@code 1000}; the result is in bytes. */
    static long size(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException("Expected a size in bytes, KiB, MiB or GiB, not " + Shown.quoted(text)
                    + ": write it like 4MiB or 65536.");
        }
        String unit = size.group(2) == null ? "B" : size.group(2);
        return Long.parseLong(size.group(1)) * SIZES.getOrDefault(unit, 1L);
    }

    /** Reads a whole number. */
    static long count(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("Expected a whole number, not " + Shown.quoted(text) + ".");
        }
        return Long.parseLong(text);
    }

    /** The form {@link #duration} reads, in the largest unit that fits. */
    static String text(Duration duration) {
        for (String unit : new String[] {"d", "h", "m", "s"}) {
            long each = unit(unit).toMillis();
            if (duration.toMillis() % each == 0 && (duration.toMillis() > each || !unit.equals("d"))) {
                long times = duration.toMillis() / each;
                if (times > 0) {
                    return times + unit;
                }
            }
        }
        return duration.toMillis() + "ms";
    }

    /** The form {@link #size} reads, in the largest unit that fits. */
    static String bytes(long bytes) {
        for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
            long each = SIZES.getOrDefault(unit, 1L);
            if (bytes >= each && bytes % each == 0) {
                return bytes / each + unit;
            }
        }
        return String.format(Locale.ROOT, "%d", bytes);
    }

    private static Duration unit(String name) {
        return TIMES.getOrDefault(name, Duration.ZERO);
    }
}
