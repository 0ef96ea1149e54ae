package dev.nave.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The published revisions of MCP, oldest first. */
public enum Revision {
    V2024_11_05("2024-11-05"),
    V2025_03_26("2025-03-26"),
    V2025_06_18("2025-06-18"),
    V2025_11_25("2025-11-25"),
    V2026_07_28("2026-07-28");

    /** The newest that opens with {@code initialize}. */
    public static final Revision NEWEST_LEGACY = V2025_11_25;

    public static final Revision NEWEST = V2026_07_28;

    private static final Map<String, Revision> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Revision::wireName, Function.identity()));

    private final String wireName;

    Revision(String wireName) {
        this.wireName = wireName;
    }

    /** As it stands in messages and headers. */
    public String wireName() {
        return wireName;
    }

    /** Whether it has no handshake: 2026-07-28 and later. */
    public boolean isModern() {
        return compareTo(V2026_07_28) >= 0;
    }

    public boolean isAtLeast(Revision other) {
        return compareTo(other) >= 0;
    }

    public static Optional<Revision> of(String wireName) {
        return Optional.ofNullable(BY_NAME.get(wireName));
    }

    /** All of them, newest first, as {@code supportedVersions} lists them. */
    public static List<Revision> newestFirst() {
        return Arrays.asList(values()).reversed();
    }
}
