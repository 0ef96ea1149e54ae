package dev.nave.hub.secret;

import java.util.Optional;

/**
 * A secret by its name, as a text refers to it: <code>${env:TOKEN}</code>, <code>${vault:kv/team#token}</code>.
 *
 * @param kind where to look: {@code env}, {@code file}, {@code secret} …
 * @param name what it is called there
 * @param otherwise what stands in its place when there is none, as written; none by default. May be a secret itself
 */
public record Reference(String kind, String name, Optional<String> otherwise) implements Template.Part {
    /** A reference that has to be found. */
    public static Reference of(String kind, String name) {
        return new Reference(kind, name, Optional.empty());
    }

    /** As written, without what stands in its place. */
    @Override
    public String toString() {
        return "${" + kind + ":" + name + "}";
    }
}
