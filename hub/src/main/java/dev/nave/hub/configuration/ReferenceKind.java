package dev.nave.hub.configuration;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A kind of reference, as far as a file can be checked for it.
 *
 * @param names what a name of that kind looks like
 * @param example for a message
 */
record ReferenceKind(String kind, Pattern names, String example) {
    static final String ENVIRONMENT = "env";
    static final String FILE = "file";

    /** Those that Nave has itself; others may be added to the program. */
    static final List<ReferenceKind> OWN = List.of(
            of(ENVIRONMENT, "[A-Za-z_][A-Za-z0-9_]*", "TOKEN"),
            of(FILE, ".+", "/run/secrets/token"),
            of("docker", "[^/]+", "token"),
            of("secret", "[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,126}[A-Za-z0-9])?", "token"),
            of("vault", "[^#/]+(?:/[^#/]+)+#[^#]+", "kv/team/tickets#token"),
            of("lastpass", ".+", "Team/tickets#password"));

    /** The kind of that name, among Nave's own and these. */
    static Optional<ReferenceKind> find(String kind, List<String> added) {
        return OWN.stream()
                .filter(own -> own.kind.equals(kind))
                .findFirst()
                .or(() -> added.contains(kind) ? Optional.of(of(kind, ".+", "name")) : Optional.empty());
    }

    private static ReferenceKind of(String kind, String names, String example) {
        return new ReferenceKind(kind, Pattern.compile(names), "${" + kind + ":" + example + "}");
    }
}
