package dev.nave.e2e;

import java.util.Locale;

/** What a peer speaks: revisions that open with {@code initialize}, or those since 2026-07-28. */
enum Era {
    LEGACY,
    MODERN;

    /** The era in names and files. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The server of this era. */
    Fixture fixture() {
        return this == LEGACY ? Fixture.LEGACY : Fixture.MODERN;
    }
}
