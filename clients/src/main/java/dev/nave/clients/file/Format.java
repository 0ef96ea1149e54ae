package dev.nave.clients.file;

import java.nio.file.Path;
import java.util.Locale;

/** How a document is written. */
public enum Format {
    /** JSON, with the comments and trailing commas that editors allow in their settings. */
    JSON,
    YAML,
    TOML;

    /** The format that a file's name tells; without a known ending the text does: JSON begins with a brace. */
    public static Format of(Path file, String text) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".toml")) {
            return TOML;
        }
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return YAML;
        }
        boolean json = name.endsWith(".json") || name.endsWith(".jsonc");
        return json || text.stripLeading().startsWith("{") ? JSON : YAML;
    }
}
