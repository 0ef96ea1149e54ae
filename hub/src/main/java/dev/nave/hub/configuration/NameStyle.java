package dev.nave.hub.configuration;

import java.util.Locale;

/** How the names of tools and prompts of different servers are told apart. */
public enum NameStyle {
    /** {@code files__read}: accepted by every client and model. */
    PREFIX,
    /** {@code files:read}. */
    COLON,
    /** {@code files.read}. */
    DOT,
    /** {@code read}: an ambiguous name belongs to the first configured server, the others keep their prefix. */
    PLAIN;

    /** The name in files and on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
